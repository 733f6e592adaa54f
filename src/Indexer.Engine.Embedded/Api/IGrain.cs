namespace Indexer.Engine;

/// <summary>Something that a call can be addressed to: a grain or a reference to one.</summary>
public interface IAddressable;

/// <summary>The interface of a grain. Its methods return a task and are called through references from <see cref="IGrainFactory"/>.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain that is named by a text within its type.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>Makes references to grains. A reference costs nothing until it is called, and it never goes stale.</summary>
public interface IGrainFactory
{
    /// <param name="primaryKey">Not null; may be empty.</param>
    /// <exception cref="ArgumentException">No grain class is behind the interface.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
        where TGrainInterface : IGrainWithStringKey;
}

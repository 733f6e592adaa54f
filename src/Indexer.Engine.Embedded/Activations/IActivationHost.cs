using Indexer.Engine.Calls;
using Indexer.Engine.Hosting;

namespace Indexer.Engine.Activations;

/// <summary>What an activation needs of the engine that it lives in.</summary>
internal interface IActivationHost
{
    TimeProvider Clock { get; }

    IWorkQueue WorkQueue { get; }

    GrainEngineOptions Options { get; }

    IServiceProvider Provider { get; }

    EngineLog Log { get; }

    /// <summary>The activation accepts nothing any more and has run its last turn of the grain's code.</summary>
    void Ended(Activation activation);

    /// <summary>Sends a call that an ended activation did not begin to the grain's next activation.</summary>
    void Redeliver(Call call);
}

namespace Indexer.Configuration.Layers;

/// <summary>A directory of <c>.conf</c> files, or the shipped defaults.</summary>
/// <param name="Name">See <see cref="ValueOrigin.Layer"/>.</param>
/// <param name="Directory">Null for the shipped defaults, which are inside the program.</param>
internal sealed record ConfigurationLayer(string Name, string? Directory);

namespace Indexer.Configuration.Settings;

/// <summary>A <c>[volume:name]</c> of <c>indexes.conf</c>: a directory whose total size is limited.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="MaxVolumeDataSizeBytes">0 is no limit.</param>
public sealed record VolumeSettings(string Name, string Path, long MaxVolumeDataSizeBytes);

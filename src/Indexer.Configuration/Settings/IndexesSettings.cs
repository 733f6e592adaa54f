using Indexer.Model;

namespace Indexer.Configuration.Settings;

/// <summary>All of <c>indexes.conf</c>.</summary>
/// <param name="Indexes">Disabled ones too.</param>
/// <param name="Volumes">By name.</param>
/// <param name="DefaultDatabase">The index of events and searches that name none.</param>
/// <param name="LastChanceIndex">The index of events whose own index does not exist; null refuses them.</param>
public sealed record IndexesSettings(
    IReadOnlyDictionary<IndexName, IndexSettings> Indexes,
    IReadOnlyDictionary<string, VolumeSettings> Volumes,
    IndexName DefaultDatabase,
    IndexName? LastChanceIndex);

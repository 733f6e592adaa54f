using Indexer.Configuration.Files;
using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema;
using Indexer.Configuration.Schema.Files;
using Indexer.Model;

namespace Indexer.Configuration.Settings.Building;

/// <summary>Makes the typed settings of <c>indexes.conf</c>, and checks what one value alone cannot show.</summary>
internal sealed class IndexesBuilder(MergedFile file, PathExpander paths, ProblemList problems)
{
    private readonly Dictionary<string, VolumeSettings> volumes = new(StringComparer.Ordinal);
    private readonly Dictionary<IndexName, IndexSettings> indexes = [];
    private readonly List<UsedPath> usedPaths = [];

    public IndexesSettings Build()
    {
        foreach (var stanza in file.Stanzas.Where(stanza => IsVolume(stanza.Name)))
        {
            AddVolume(stanza);
        }

        foreach (var stanza in file.Stanzas.Where(stanza => !IsVolume(stanza.Name)))
        {
            AddIndex(stanza);
        }

        CheckPathsAreApart();
        var global = new StanzaReader(ConfDocument.DefaultStanza, problems, file.Default.Values);
        IndexName? lastChance = global.TryGet(IndexesSchema.LastChanceIndex, out var name) ? Existing(global, IndexesSchema.LastChanceIndex, name) : null;
        return new IndexesSettings(
            indexes,
            volumes,
            Existing(global, IndexesSchema.DefaultDatabase, global.Get(IndexesSchema.DefaultDatabase)),
            lastChance);
    }

    private static bool IsVolume(string stanza) => stanza.StartsWith(IndexesSchema.VolumePrefix, StringComparison.Ordinal);

    private IndexName Existing(StanzaReader reader, Key key, IndexName name)
    {
        if (indexes.TryGetValue(name, out var index))
        {
            if (index.Disabled)
            {
                reader.Warn(key, $"index '{name}' is disabled and takes in no events");
            }
        }
        else
        {
            reader.Error(key, $"there is no index '{name}'{NearestName.Suggest(name.Value, indexes.Keys.Select(index => index.Value))}");
        }

        return name;
    }

    private void AddVolume(MergedStanza stanza)
    {
        var name = stanza.Name[IndexesSchema.VolumePrefix.Length..];
        var reader = StanzaReader.Of(file, stanza.Name, problems);
        if (name.Length == 0 || name.AsSpan().ContainsAny("/\\"))
        {
            problems.Error(stanza.Origin, stanza.Name, null, "expected [volume:<name>] with a name that has no slash");
            return;
        }

        var written = reader.Find(IndexesSchema.VolumePath);
        var path = "";
        if (written is null)
        {
            problems.Error(stanza.Origin, stanza.Name, IndexesSchema.VolumePath.Name, "a volume needs the path of its directory");
        }
        else if (written.StartsWith(IndexesSchema.VolumePrefix, StringComparison.Ordinal))
        {
            reader.Error(IndexesSchema.VolumePath, "a volume cannot lie on another volume; give a directory");
        }
        else if (!paths.TryExpand(written, null, out path!, out var reason))
        {
            reader.Error(IndexesSchema.VolumePath, reason);
        }

        // A volume with a wrong path is known all the same: one mistake is one error.
        volumes.Add(name, new VolumeSettings(name, path ?? "", reader.Get(IndexesSchema.MaxVolumeDataSize)));
    }

    private void AddIndex(MergedStanza stanza)
    {
        // Internal indexes are those that the program ships; a user's index may not pose as one.
        var shipped = stanza.Origin.Layer == ValueOrigin.ShippedLayer;
        if (!(shipped ? IndexName.TryParse(stanza.Name, out var name, out var reason) : IndexName.TryParseUserIndex(stanza.Name, out name, out reason)))
        {
            problems.Error(stanza.Origin, stanza.Name, null, reason);
            return;
        }

        var reader = StanzaReader.Of(file, stanza.Name, problems);
        var (home, homeVolume) = Place(reader, IndexesSchema.HomePath, name, stanza.Origin, VolumeUse.Allowed);
        var (cold, coldVolume) = Place(reader, IndexesSchema.ColdPath, name, stanza.Origin, VolumeUse.Allowed);
        var (thawed, _) = Place(reader, IndexesSchema.ThawedPath, name, stanza.Origin, VolumeUse.Forbidden);
        var (bloom, bloomVolume) = reader.Find(IndexesSchema.BloomHomePath) is null
            ? (null, null)
            : Place(reader, IndexesSchema.BloomHomePath, name, stanza.Origin, VolumeUse.Required);
        var settings = new IndexSettings
        {
            Name = name,
            HomePath = home,
            HomeVolume = homeVolume,
            ColdPath = cold,
            ColdVolume = coldVolume,
            ThawedPath = thawed,
            BloomHomePath = bloom,
            BloomVolume = bloomVolume,
            Disabled = reader.Get(IndexesSchema.Disabled),
            MaxHotBuckets = reader.Get(IndexesSchema.MaxHotBuckets),
            MaxDataSizeBytes = reader.Get(IndexesSchema.MaxDataSize),
            MaxWarmDbCount = reader.Get(IndexesSchema.MaxWarmDbCount),
            MaxTotalDataSizeBytes = reader.Get(IndexesSchema.MaxTotalDataSize),
            FrozenTimePeriod = reader.Get(IndexesSchema.FrozenTimePeriod),
            HomePathMaxDataSizeBytes = reader.Get(IndexesSchema.HomePathMaxDataSize),
            ColdPathMaxDataSizeBytes = reader.Get(IndexesSchema.ColdPathMaxDataSize),
            ColdToFrozenDir = ArchiveDirectory(reader, name),
            ColdToFrozenScript = ArchiveScript(reader),
            MaxHotSpan = reader.Get(IndexesSchema.MaxHotSpan),
            MaxHotIdle = reader.Get(IndexesSchema.MaxHotIdle),
            RotatePeriod = reader.Get(IndexesSchema.RotatePeriod),
            QuarantinePast = reader.Get(IndexesSchema.QuarantinePast),
            QuarantineFuture = reader.Get(IndexesSchema.QuarantineFuture),
            MaxMetaEntries = reader.Get(IndexesSchema.MaxMetaEntries),
            MaxMemoryBytes = reader.Get(IndexesSchema.MaxMemory),
            RawChunkSizeBytes = reader.Get(IndexesSchema.RawChunkSize),
            MaxConcurrentOptimizes = reader.Get(IndexesSchema.MaxConcurrentOptimizes),
            CreateBloomFilter = reader.Get(IndexesSchema.CreateBloomFilter),
            IsReplicated = reader.Get(IndexesSchema.RepFactor),
            MaxTimeUnreplicatedWithAcks = reader.Get(IndexesSchema.MaxTimeUnreplicatedWithAcks),
            MaxTimeUnreplicatedNoAcks = reader.Get(IndexesSchema.MaxTimeUnreplicatedNoAcks),
        };

        if (settings is { MaxHotBuckets: 1 })
        {
            reader.Warn(IndexesSchema.MaxHotBuckets, "with one hot bucket, old events make new ones change buckets; 2 or more keep them apart");
        }

        if (!indexes.TryAdd(name, settings))
        {
            problems.Error(stanza.Origin, stanza.Name, null, $"index '{name}' is configured twice, in spellings that differ in case");
        }
    }

    private (string Path, string? Volume) Place(StanzaReader reader, Key<string> key, IndexName index, ValueOrigin stanza, VolumeUse use)
    {
        var text = key.DefaultText is null ? reader.Find(key)! : reader.Get(key);
        var path = text;
        string? volume = null;
        if (text.StartsWith(IndexesSchema.VolumePrefix, StringComparison.Ordinal))
        {
            if (use == VolumeUse.Forbidden)
            {
                reader.Error(key, "this path may not use a volume; give a directory");
                return ("", null);
            }

            var slash = text.IndexOf('/', StringComparison.Ordinal);
            volume = slash < 0 ? text[IndexesSchema.VolumePrefix.Length..] : text[IndexesSchema.VolumePrefix.Length..slash];
            if (!volumes.TryGetValue(volume, out var found))
            {
                reader.Error(key, $"there is no [volume:{volume}]{NearestName.Suggest(volume, volumes.Keys)}");
                return ("", null);
            }

            if (slash < 0 || text[slash..].Trim('/').Length == 0)
            {
                reader.Error(key, $"expected volume:{volume}/<directory>, so that indexes do not share the volume's own directory");
                return ("", null);
            }

            if (text[slash..].Split('/').Contains(".."))
            {
                reader.Error(key, "a path on a volume may not have '..', which could lead out of the volume");
                return ("", null);
            }

            if (found.Path.Length == 0)
            {
                return ("", volume);
            }

            path = found.Path + text[slash..];
        }
        else if (use == VolumeUse.Required)
        {
            reader.Error(key, $"expected volume:<name>/<directory>, found '{text}'");
            return ("", null);
        }

        if (!paths.TryExpand(path, index.Value, out var expanded, out var reason))
        {
            reader.Error(key, reason);
            return ("", volume);
        }

        usedPaths.Add(new UsedPath(expanded, reader.Stanza, key, reader.OriginOf(key) ?? stanza));
        return (expanded, volume);
    }

    private string? ArchiveDirectory(StanzaReader reader, IndexName index)
    {
        if (reader.Find(IndexesSchema.ColdToFrozenDir) is not { } text)
        {
            return null;
        }

        // Examples in the field put the path into quotes.
        var unquoted = text.Length > 1 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        if (unquoted.StartsWith(IndexesSchema.VolumePrefix, StringComparison.Ordinal))
        {
            reader.Error(IndexesSchema.ColdToFrozenDir, "this path may not use a volume; give a directory");
            return null;
        }

        if (!paths.TryExpand(unquoted, index.Value, out var path, out var reason))
        {
            reader.Error(IndexesSchema.ColdToFrozenDir, reason);
            return null;
        }

        if (reader.Find(IndexesSchema.ColdToFrozenScript) is not null)
        {
            reader.Warn(IndexesSchema.ColdToFrozenScript, "it is ignored, because coldToFrozenDir is set too; keep one of them");
        }

        return path;
    }

    private IReadOnlyList<string> ArchiveScript(StanzaReader reader)
    {
        if (reader.Find(IndexesSchema.ColdToFrozenScript) is not { } text)
        {
            return [];
        }

        if (FreezeScript.Parse(text, paths, out var command) is { } reason)
        {
            reader.Error(IndexesSchema.ColdToFrozenScript, reason);
        }

        return command;
    }

    // Two paths in one directory would take each other's buckets for their own.
    private void CheckPathsAreApart()
    {
        usedPaths.Sort((left, right) => string.CompareOrdinal(left.Path + Path.DirectorySeparatorChar, right.Path + Path.DirectorySeparatorChar));
        UsedPath? outer = null;
        foreach (var path in usedPaths)
        {
            if (outer is not null && (path.Path + Path.DirectorySeparatorChar).StartsWith(outer.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                var relation = path.Path.Length == outer.Path.Length ? "is also" : "lies inside";
                problems.Error(path.Origin, path.Stanza, path.Key.Name,
                    $"'{path.Path}' {relation} {outer.Key.Name} of [{outer.Stanza}] ({outer.Origin}); each path of each index needs its own directory");
                continue;
            }

            outer = path;
        }
    }

    private enum VolumeUse
    {
        Allowed,
        Forbidden,
        Required,
    }

    private sealed record UsedPath(string Path, string Stanza, Key Key, ValueOrigin Origin);
}

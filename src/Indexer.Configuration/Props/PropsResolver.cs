using System.Collections.Concurrent;
using Indexer.Configuration.Files;
using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema;
using Indexer.Configuration.Schema.Files;
using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Props;

/// <summary>
/// Finds what <c>props.conf</c> says about events. A key is taken from the first of these that has it: the matching
/// <c>[source::…]</c> stanzas, the matching <c>[host::…]</c> stanzas, the sourcetype's stanza, <c>[default]</c>, the documented
/// default. Several matching stanzas of one kind are ordered by <c>priority</c> (100 for a name, 0 for a pattern, unless it is
/// set), the highest first, and then by their names in ASCII order. Immutable but for its cache; thread-safe.
/// </summary>
public sealed class PropsResolver
{
    /// <summary>Hosts, sources and sourcetypes whose answer is remembered. Hostile senders invent sources without end.</summary>
    private const int CachedOriginsMax = 16_384;

    /// <summary>Distinct sets of stanzas whose settings are remembered; real configurations have a few dozen.</summary>
    private const int CachedCombinationsMax = 4_096;

    private readonly Candidate[] sources;
    private readonly Candidate[] hosts;
    private readonly Dictionary<string, MergedStanza> sourceTypes = new(StringComparer.Ordinal);
    private readonly MergedStanza fallback;
    private readonly ConcurrentDictionary<(string Host, string Source, string SourceType), EffectiveProps> byOrigin = new();
    private readonly ConcurrentDictionary<string, EffectiveProps> byCombination = new(StringComparer.Ordinal);

    // Counted here, because the dictionary's own count takes all its locks.
    private int cachedOrigins;

    private PropsResolver(MergedFile file, Candidate[] sources, Candidate[] hosts)
    {
        fallback = file.Default;
        this.sources = sources;
        this.hosts = hosts;
        foreach (var stanza in file.Stanzas.Where(stanza => KindOf(stanza.Name) == StanzaKind.SourceType))
        {
            sourceTypes.Add(stanza.Name, stanza);
        }
    }

    private enum StanzaKind
    {
        SourceType,
        Host,
        Source,
    }

    /// <summary>Everything that holds for these events. Costs a dictionary's look-up once it was asked for.</summary>
    public EffectiveProps Resolve(string host, string source, string sourceType)
    {
        var origin = (host, source, sourceType);
        if (byOrigin.TryGetValue(origin, out var known))
        {
            return known;
        }

        // Starting over is cheap, because the settings themselves stay in the other cache.
        var props = Read(Chain(host, source, sourceType));
        if (Interlocked.Increment(ref cachedOrigins) > CachedOriginsMax)
        {
            byOrigin.Clear();
            Interlocked.Exchange(ref cachedOrigins, 1);
        }

        byOrigin.TryAdd(origin, props);
        return props;
    }

    /// <summary>The sourcetype that a <c>[source::…]</c> stanza gives to inputs that name none; null where none does.</summary>
    public string? AssignSourceType(string source)
    {
        foreach (var candidate in sources)
        {
            if (candidate.Stanza.Values.TryGetValue(PropsSchema.SourceType.Name, out var value) && value.Text.Length > 0
                && candidate.Pattern.IsMatch(source))
            {
                return value.Text;
            }
        }

        return null;
    }

    internal static PropsResolver Build(MergedFile file, IReadOnlyDictionary<string, TransformSettings> transforms, ProblemList problems)
    {
        foreach (var stanza in file.Stanzas.Append(file.Default))
        {
            CheckTransforms(stanza, transforms, problems);
        }

        return new PropsResolver(file, Candidates(file, StanzaKind.Source, problems), Candidates(file, StanzaKind.Host, problems));
    }

    private static StanzaKind KindOf(string stanza) =>
        stanza.StartsWith(PropsSchema.SourcePrefix, StringComparison.Ordinal) ? StanzaKind.Source
        : stanza.StartsWith(PropsSchema.HostPrefix, StringComparison.Ordinal) ? StanzaKind.Host
        : StanzaKind.SourceType;

    private static Candidate[] Candidates(MergedFile file, StanzaKind kind, ProblemList problems)
    {
        var prefix = kind == StanzaKind.Source ? PropsSchema.SourcePrefix : PropsSchema.HostPrefix;
        var candidates = new List<Candidate>();
        foreach (var stanza in file.Stanzas.Where(stanza => KindOf(stanza.Name) == kind))
        {
            if (StanzaPattern.TryParse(stanza.Name[prefix.Length..], ignoreCase: kind == StanzaKind.Host, out var reason) is not { } pattern)
            {
                problems.Error(stanza.Origin, stanza.Name, null, reason);
                continue;
            }

            var reader = StanzaReader.Of(file, stanza.Name, problems);
            var priority = reader.TryGet(PropsSchema.Priority, out var written) ? written : (pattern.IsLiteral ? 100 : 0);
            candidates.Add(new Candidate(stanza, pattern, priority));
        }

        return [.. candidates.OrderByDescending(candidate => candidate.Priority).ThenBy(candidate => candidate.Stanza.Name, StringComparer.Ordinal)];
    }

    // A transform that is missing at index time would let through what it was to mask; at search time it costs a field.
    private static void CheckTransforms(MergedStanza stanza, IReadOnlyDictionary<string, TransformSettings> transforms, ProblemList problems)
    {
        foreach (var value in stanza.Values.Values)
        {
            var isTransform = PropsSchema.Transforms.Matches(value.Key);
            if (!isTransform && !PropsSchema.Report.Matches(value.Key))
            {
                continue;
            }

            foreach (var name in value.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!transforms.ContainsKey(name))
                {
                    var message = $"transforms.conf has no stanza [{name}]{NearestName.Suggest(name, transforms.Keys)}";
                    Action<ValueOrigin?, string?, string?, string> report = isTransform ? problems.Error : problems.Warn;
                    report(value.Origin, stanza.Name, value.Key, message);
                }
            }
        }
    }

    private List<MergedStanza> Chain(string host, string source, string sourceType)
    {
        var chain = new List<MergedStanza>();
        chain.AddRange(sources.Where(candidate => candidate.Pattern.IsMatch(source)).Select(candidate => candidate.Stanza));
        chain.AddRange(hosts.Where(candidate => candidate.Pattern.IsMatch(host)).Select(candidate => candidate.Stanza));
        if (sourceTypes.TryGetValue(sourceType, out var stanza))
        {
            chain.Add(stanza);
        }

        return chain;
    }

    private EffectiveProps Read(List<MergedStanza> chain)
    {
        var combination = string.Join('\n', chain.Select(stanza => stanza.Name));
        if (byCombination.TryGetValue(combination, out var known))
        {
            return known;
        }

        if (byCombination.Count >= CachedCombinationsMax)
        {
            byCombination.Clear();
        }

        var name = chain.Count > 0 ? chain[0].Name : ConfDocument.DefaultStanza;
        var reader = new StanzaReader(name, new ProblemList(), [.. chain.Select(stanza => stanza.Values), fallback.Values]);
        return byCombination.GetOrAdd(combination, EffectiveProps.Read(reader));
    }

    private sealed record Candidate(MergedStanza Stanza, StanzaPattern Pattern, int Priority);
}

using System.Runtime.CompilerServices;
using Indexer.Configuration;
using Indexer.Configuration.Props;
using Indexer.Model;
using Indexer.Search.Execution;
using Indexer.Search.Fields;
using Microsoft.Extensions.Logging;

namespace Indexer.Web.Searching;

/// <summary>How <c>props.conf</c> says that fields are extracted at search time. Follows reloads. Thread-safe.</summary>
public sealed partial class ConfiguredKnowledge(ConfigurationStore configuration, ILogger<ConfiguredKnowledge> log)
{
    private const string ExtractPrefix = "EXTRACT-";
    private volatile Built? built;

    private sealed record Built(IndexerConfiguration Configuration, SearchKnowledge Knowledge);

    /// <summary>What holds for a search that starts now.</summary>
    public SearchKnowledge Current
    {
        get
        {
            var current = configuration.Current;
            var known = built;
            if (known is null || !ReferenceEquals(known.Configuration, current))
            {
                built = known = new Built(current, Build(current));
            }

            return known.Knowledge;
        }
    }

    private SearchKnowledge Build(IndexerConfiguration current)
    {
        var rules = new ConditionalWeakTable<EffectiveProps, ExtractionRules>();
        var parsed = new Dictionary<(string, string), RegexExtraction>();
        foreach (var value in current.List("props").SelectMany(stanza => stanza.Values).Where(value => value.Key.StartsWith(ExtractPrefix, StringComparison.Ordinal)))
        {
            if (RegexExtraction.TryParse(value.Text, out var extraction, out var problem))
            {
                parsed.TryAdd((extraction.Regex.Pattern, extraction.SourceField), extraction);
            }
            else
            {
                RuleNotUsable(log, value.Key, value.Origin.ToString(), problem);
            }
        }

        ExtractionRules RulesFor(EventOrigin origin) =>
            rules.GetValue(current.Props.Resolve(origin.Host, origin.Source, origin.SourceType), props => RulesOf(props, parsed));

        return new SearchKnowledge(RulesFor, parsed.Values);
    }

    private static ExtractionRules RulesOf(EffectiveProps props, Dictionary<(string, string), RegexExtraction> parsed)
    {
        var regexes = new List<RegexExtraction>();
        foreach (var rule in props.Extractions)
        {
            var text = rule.SourceField == ExtractRule.RawField ? rule.Pattern : $"{rule.Pattern} in {rule.SourceField}";
            if (RegexExtraction.TryParse(text, out var extraction, out _))
            {
                regexes.Add(parsed.GetValueOrDefault((extraction.Regex.Pattern, extraction.SourceField), extraction));
            }
        }

        var automatic = props.KeyValueMode switch
        {
            KeyValueMode.None or KeyValueMode.Xml => AutomaticExtraction.None,
            KeyValueMode.Json => AutomaticExtraction.Json,
            _ => AutomaticExtraction.Auto,
        };
        return new ExtractionRules(automatic, regexes);
    }

    [LoggerMessage(1, LogLevel.Warning, "props.conf: {Key} of {Origin} cannot be used and is left out: {Reason}")]
    private static partial void RuleNotUsable(ILogger log, string key, string origin, string reason);
}

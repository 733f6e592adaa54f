using Indexer.Model;

namespace Indexer.Parsing;

/// <summary>Which options hold for an input: the index-time part of <c>props.conf</c>, resolved. Safe to call from any thread.</summary>
public interface IParsingRules
{
    ParsingOptions OptionsFor(EventOrigin origin);
}

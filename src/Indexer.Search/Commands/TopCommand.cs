using Indexer.Search.Language;

namespace Indexer.Search.Commands;

[Command("top",
    Syntax = "top [<n>] [limit=<n>] [countfield=<name>] [percentfield=<name>] [showcount=<bool>] [showperc=<bool>] [useother=<bool>] [otherstr=<text>] <field> [, <field>]… [by <field> [, <field>]…]",
    Description = "The most frequent combinations of values, 10 or n (0 is all), with their number and share of the rows that have the fields; with by, per group.",
    Example = "sourcetype=access | top 5 uri by host")]
internal static class TopCommand
{
    public static SearchCommand Parse(TokenReader tokens) => FrequencyCommand.Parse(tokens, mostFrequentFirst: true);
}

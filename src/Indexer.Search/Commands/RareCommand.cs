using Indexer.Search.Language;

namespace Indexer.Search.Commands;

[Command("rare",
    Syntax = "rare [<n>] [limit=<n>] [countfield=<name>] [percentfield=<name>] [showcount=<bool>] [showperc=<bool>] [useother=<bool>] [otherstr=<text>] <field> [, <field>]… [by <field> [, <field>]…]",
    Description = "The least frequent combinations of values: as top, in the opposite order.",
    Example = "sourcetype=syslog | rare process")]
internal static class RareCommand
{
    public static SearchCommand Parse(TokenReader tokens) => FrequencyCommand.Parse(tokens, mostFrequentFirst: false);
}

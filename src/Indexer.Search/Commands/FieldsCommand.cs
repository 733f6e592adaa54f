using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("fields",
    Syntax = "fields [+|-] <field> [, <field>]…",
    Description = "Keeps the listed fields (and the internal ones, which begin with an underscore), or with - removes the listed ones. * is a wildcard.",
    Example = "error | fields host, user*")]
internal sealed class FieldsCommand(FieldPatterns fields, bool remove) : SearchCommand, IParsedCommand
{
    private static readonly string[] Internal = [EventFields.Time, EventFields.Raw, EventFields.Bucket, EventFields.Address];

    public override CommandKind Kind => CommandKind.RowWise;

    public static SearchCommand Parse(TokenReader tokens)
    {
        var remove = tokens.TryTakeWord("-");
        if (!remove)
        {
            tokens.TryTakeWord("+");
        }

        return new FieldsCommand(new FieldPatterns(tokens.TakeFields()), remove);
    }

    public override FieldSet Needs(FieldSet after)
    {
        if (remove)
        {
            return after.Without(fields.Patterns.Where(pattern => !pattern.Contains('*')));
        }

        return fields.HasWildcards ? FieldSet.All : FieldSet.Of(fields.Patterns.Concat(Internal).Where(after.Contains));
    }

    internal override RowOperator Start(OperatorContext context) => new Operator(fields, remove);

    private sealed class Operator(FieldPatterns fields, bool remove) : RowOperator
    {
        public override RowBatch Process(RowBatch batch) => batch.Project(
        [
            .. remove
                ? batch.Fields.Where(field => EventFields.IsHidden(field) || !fields.Matches(field))
                : batch.Fields.Where(field => (field.StartsWith('_') || EventFields.IsHidden(field)) && !fields.Patterns.Contains(field)).Concat(fields.Expand(batch.Fields)),
        ]);
    }
}

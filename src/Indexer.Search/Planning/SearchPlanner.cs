using Indexer.Model;
using Indexer.Search.Commands;
using Indexer.Search.Language;

namespace Indexer.Search.Planning;

/// <summary>Makes plans of searches. Throws <see cref="SearchSyntaxException"/> for what is no search.</summary>
public static class SearchPlanner
{
    public static SearchPlan Plan(string text, SearchOptions options)
    {
        var pipeline = PipelineParser.Parse(text, options.Context);
        var range = RangeOf(pipeline, options);
        var (condition, commands) = FuseLeadingFilters(pipeline);

        var rowWise = commands.TakeWhile(command => command.Kind == CommandKind.RowWise).ToList();
        var rest = commands.Skip(rowWise.Count).ToList();
        var first = rest.FirstOrDefault();
        var partial = first is { Kind: CommandKind.Aggregating, NeedsOrder: false } ? first : null;
        var map = new MapPlan(
            condition,
            range,
            options.Access,
            FieldsOf(commands, options.FieldDiscovery),
            rowWise,
            partial,
            partial is null ? first?.OnPeer : null,
            IsOrdered: partial is null);
        return new SearchPlan(pipeline, options, map, new ReducePlan(rest));
    }

    // Every field that is read somewhere, from the end of the pipeline to its beginning.
    private static FieldSet FieldsOf(List<SearchCommand> commands, FieldDiscovery discovery)
    {
        var fields = discovery == FieldDiscovery.All ? FieldSet.All : FieldSet.Of(EventFields.All);
        for (var i = commands.Count - 1; i >= 0; i--)
        {
            fields = commands[i].Needs(fields);
        }

        return fields;
    }

    // "a | search b" is "a b", which storage can decide as a whole.
    private static (SearchNode Condition, List<SearchCommand> Commands) FuseLeadingFilters(Pipeline pipeline)
    {
        var conditions = new List<SearchNode> { pipeline.Terms.Condition };
        var fused = 0;
        foreach (var command in pipeline.Commands)
        {
            // A term about the index after a pipe is about a field: it does not choose what is searched.
            if (command is not FilterCommand filter || IndexScoping.MentionsIndex(filter.Condition))
            {
                break;
            }

            conditions.Add(filter.Condition);
            fused++;
        }

        return (SearchNode.AllOf(conditions), [.. pipeline.Commands.Skip(fused)]);
    }

    private static TimeRange RangeOf(Pipeline pipeline, SearchOptions options)
    {
        var terms = pipeline.Terms;
        if (terms.Earliest is null && terms.Latest is null)
        {
            return options.Range;
        }

        // Times in the search replace the ones beside it; a missing end is now, a missing beginning the beginning.
        var range = new TimeRange(
            terms.Earliest is { } earliest ? TimeOf(earliest, pipeline, options) : EventTime.MinValue,
            terms.Latest is { } latest ? TimeOf(latest, pipeline, options) : options.Context.Now);
        return !range.IsEmpty || terms.Earliest is not { } start
            ? range
            : throw new SearchSyntaxException($"the search ends at {range.Latest}, before it begins at {range.Earliest}", "an earlier earliest= or a later latest=", pipeline.Text, start.Position);
    }

    private static EventTime TimeOf(Token token, Pipeline pipeline, SearchOptions options) =>
        TimeModifier.TryParse(token.Text, options.Context, out var time, out var problem)
            ? time
            : throw new SearchSyntaxException(problem, string.Empty, pipeline.Text, token.Position);
}

using Indexer.Model.Predicates;

namespace Indexer.Storage.Reading;

/// <summary>Makes a predicate ready for a bucket.</summary>
internal static class QueryCompiler
{
    public static QueryNode Compile(EventPredicate predicate, BucketContent bucket, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return predicate switch
        {
            EventPredicate.And and => CompileAnd(and, bucket, cancellation),
            EventPredicate.Or or => or.Parts.Count == 1
                ? Compile(or.Parts[0], bucket, cancellation)
                : new OrNode(or.Parts.Select(part => Compile(part, bucket, cancellation))),
            EventPredicate.Not not => new NotNode(Compile(not.Part, bucket, cancellation)),
            EventPredicate.Matches matches => new TextNode(matches.Pattern, bucket, cancellation),
            EventPredicate.OriginIs origin => new OriginNode(origin, bucket.Origins),
            EventPredicate.IndexedFieldIs field => new IndexedFieldNode(field),
            _ => throw new InvalidOperationException($"a predicate of the kind {predicate.GetType().Name} is not known"),
        };
    }

    private static QueryNode CompileAnd(EventPredicate.And and, BucketContent bucket, CancellationToken cancellation)
    {
        if (and.Parts.Count == 1)
        {
            return Compile(and.Parts[0], bucket, cancellation);
        }

        var parts = new List<QueryNode>();
        foreach (var part in and.Parts)
        {
            parts.Add(Compile(part, bucket, cancellation));
            if (parts[^1].IsNever)
            {
                // The other terms need not be looked up.
                return parts[^1];
            }
        }

        return new AndNode(parts);
    }
}

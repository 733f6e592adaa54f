using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Model.Text;

namespace Indexer.Storage.Tests.Reading;

/// <summary>An event that was given to the store, and what a predicate says of it when nothing but the event is looked at.</summary>
internal sealed record StoredEvent(long Time, EventOrigin Origin, byte[] Raw, byte[] Fields)
{
    private byte[]? folded;
    private bool json;

    /// <summary>Equal for events of equal content, and different for others, as far as a hash can tell.</summary>
    public (long Time, int Content) Identity
    {
        get
        {
            var hash = default(HashCode);
            hash.Add(Origin);
            hash.AddBytes(Raw);
            hash.AddBytes(Fields);
            return (Time, hash.ToHashCode());
        }
    }

    public bool IsMatch(EventPredicate predicate) => predicate switch
    {
        EventPredicate.And and => and.Parts.All(IsMatch),
        EventPredicate.Or or => or.Parts.Any(IsMatch),
        EventPredicate.Not not => !IsMatch(not.Part),
        EventPredicate.Matches matches => IsMatch(matches.Pattern),
        EventPredicate.OriginIs origin => new WildcardText(origin.Value).IsMatch(origin.Field switch
        {
            OriginField.Host => Origin.Host,
            OriginField.Source => Origin.Source,
            _ => Origin.SourceType,
        }),
        EventPredicate.IndexedFieldIs field => HasField(field),
        _ => throw new ArgumentException($"unknown predicate {predicate}", nameof(predicate)),
    };

    public override string ToString() =>
        $"{Time} {Origin.Source} '{System.Text.Encoding.Latin1.GetString(Raw)}' {Convert.ToHexString(Fields)}";

    private bool IsMatch(TextPattern pattern)
    {
        if (folded is null)
        {
            folded = TextFolding.Fold(Raw);
            json = Segmentation.IsJson(Raw);
        }

        return pattern.IsMatch(folded, json);
    }

    private bool HasField(EventPredicate.IndexedFieldIs wanted)
    {
        var value = new WildcardText(wanted.Value);
        var fields = IndexedFields.Read(Fields);
        while (fields.MoveNext())
        {
            if (System.Text.Encoding.UTF8.GetString(fields.Name) == wanted.Field && value.IsMatch(System.Text.Encoding.UTF8.GetString(fields.Value)))
            {
                return true;
            }
        }

        return false;
    }
}

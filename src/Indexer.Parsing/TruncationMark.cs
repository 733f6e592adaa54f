using Indexer.Model;

namespace Indexer.Parsing;

/// <summary>The index-time field <c>truncated::true</c> of an event that lost bytes to <c>TRUNCATE</c>.</summary>
public static class TruncationMark
{
    public const string FieldName = "truncated";

    private static readonly byte[] fields = Encode();

    /// <summary>The block of fields of an event with no other field.</summary>
    public static ReadOnlySpan<byte> Fields => fields;

    private static byte[] Encode()
    {
        var block = new List<byte>();
        IndexedFields.Append(block, FieldName, "true");
        return [.. block];
    }
}

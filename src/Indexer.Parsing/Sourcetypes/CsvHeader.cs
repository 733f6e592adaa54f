namespace Indexer.Parsing.Sourcetypes;

/// <summary>Recognises comma-separated values: a header of names and lines with as many fields.</summary>
internal static class CsvHeader
{
    private const int FieldsMin = 3;

    public static bool IsCsv(ReadOnlySpan<byte> text)
    {
        var header = SourcetypeClassifier.NextLine(ref text, out var isComplete);
        var fields = CountFields(header);
        if (!isComplete || fields < FieldsMin || !HasOnlyNames(header))
        {
            return false;
        }

        var records = 0;
        while (!text.IsEmpty)
        {
            var line = SourcetypeClassifier.NextLine(ref text, out isComplete);
            if (!line.IsEmpty && isComplete)
            {
                if (CountFields(line) != fields)
                {
                    return false;
                }

                records++;
            }
        }

        return records > 0;
    }

    private static int CountFields(ReadOnlySpan<byte> line)
    {
        var fields = 1;
        var inQuotes = false;
        foreach (var b in line)
        {
            inQuotes ^= b == '"';
            fields += b == ',' && !inQuotes ? 1 : 0;
        }

        return fields;
    }

    private static bool HasOnlyNames(ReadOnlySpan<byte> header)
    {
        foreach (var range in header.Split((byte)','))
        {
            var name = header[range].Trim(" \""u8);
            if (name.IsEmpty || name.Length > 64 || name[0] is >= (byte)'0' and <= (byte)'9' || name.IndexOfAny("=:;[]{}"u8) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}

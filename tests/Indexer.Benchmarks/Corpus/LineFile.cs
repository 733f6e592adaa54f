namespace Indexer.Benchmarks.Corpus;

/// <summary>Reads a file in large blocks of whole lines.</summary>
internal static class LineFile
{
    private const int BlockBytes = 16 << 20;

    public delegate void LineAction(ReadOnlySpan<byte> line, long offset);

    /// <summary>Calls <paramref name="act"/> for each line that is not empty, with the offset of its first byte; a line longer than 16 MB comes in pieces.</summary>
    public static void ForEach(string path, LineAction act)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[BlockBytes];
        long offset = 0;
        var length = 0;
        while (true)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(length), BlockBytes - length, throwOnEndOfStream: false);
            length += read;
            if (length == 0)
            {
                return;
            }

            var whole = buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
            var take = whole == 0 || length < BlockBytes ? length : whole;
            for (var position = 0; position < take;)
            {
                var rest = buffer.AsSpan(position, take - position);
                var end = rest.IndexOf((byte)'\n');
                var line = end < 0 ? rest : rest[..end];
                if (!line.IsEmpty)
                {
                    act(line, offset + position);
                }

                position += line.Length + 1;
            }

            buffer.AsSpan(take, length - take).CopyTo(buffer);
            offset += take;
            length -= take;
        }
    }
}

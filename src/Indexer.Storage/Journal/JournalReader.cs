using Indexer.Storage.Disk;

namespace Indexer.Storage.Journal;

/// <summary>Reads the frames of a log file between two places.</summary>
internal sealed class JournalReader : IJournalReader
{
    private readonly IDiskFile file;
    private readonly FrameScanner scanner;
    private readonly long first;
    private readonly long end;

    /// <param name="file">The log file.</param>
    /// <param name="pageSize">See <see cref="LogLayout"/>.</param>
    /// <param name="start">A place at or before the first frame that is wanted.</param>
    /// <param name="first">Sequence of the first frame that is wanted.</param>
    /// <param name="end">Where the durable frames end.</param>
    public JournalReader(IDiskFile file, int pageSize, FramePosition start, long first, FramePosition end)
    {
        this.file = file;
        this.first = first;
        this.end = end.Sequence;
        scanner = new FrameScanner(file, pageSize, start, end.Address);
    }

    public JournalFrameHeader Header => scanner.Header;

    public ReadOnlySpan<byte> Payload => scanner.Payload;

    public bool MoveNext()
    {
        while (scanner.Position.Sequence < end)
        {
            if (!scanner.MoveNext())
            {
                throw new JournalDamagedException(file.Path, scanner.Position.Sequence, scanner.Damage ?? "the file ends before its committed end");
            }

            if (scanner.Header.Sequence >= first)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => scanner.Dispose();
}

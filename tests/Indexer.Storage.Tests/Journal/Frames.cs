using Indexer.Model;
using Indexer.Storage.Journal;

namespace Indexer.Storage.Tests.Journal;

/// <summary>Frames whose content follows from their sequence and length, so that a test knows what it must read back.</summary>
internal static class Frames
{
    public static BatchId Batch(long sequence) => new(new Guid("6d2c6f5e-95d7-4b1f-8f0e-0a4f6b8f9c3d"), sequence + 1000);

    public static byte[] Payload(long sequence, int length)
    {
        var payload = new byte[length];
        new Random((int)((sequence * 7919) + length)).NextBytes(payload);
        return payload;
    }

    public static JournalFrameHeader AppendFrame(this IBucketJournal journal, int length)
    {
        var sequence = journal.EndSequence;
        return journal.Append(sequence / 10, Batch(sequence), Payload(sequence, length));
    }

    public static async Task AppendAndCommitAsync(this IBucketJournal journal, params int[] lengths)
    {
        foreach (var length in lengths)
        {
            journal.AppendFrame(length);
        }

        await journal.CommitAsync(journal.EndSequence - 1, CancellationToken.None);
    }

    public static List<JournalFrameHeader> Headers(this IBucketJournal journal, long from = 0)
    {
        var headers = new List<JournalFrameHeader>();
        using var reader = journal.ReadFrom(from);
        while (reader.MoveNext())
        {
            headers.Add(reader.Header);
        }

        return headers;
    }

    /// <summary>Reads everything durable and checks that it is what was appended, once each and in order.</summary>
    public static List<int> AssertIntact(this IBucketJournal journal)
    {
        var lengths = new List<int>();
        using var reader = journal.ReadFrom(0);
        while (reader.MoveNext())
        {
            var sequence = lengths.Count;
            Assert.Equal(sequence, reader.Header.Sequence);
            Assert.Equal(sequence / 10, reader.Header.Epoch);
            Assert.Equal(Batch(sequence), reader.Header.Batch);
            Assert.Equal(Payload(sequence, reader.Payload.Length), reader.Payload);
            lengths.Add(reader.Payload.Length);
        }

        Assert.Equal(journal.DurableSequence, lengths.Count);
        return lengths;
    }
}

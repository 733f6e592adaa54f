using System.Security.Cryptography;
using Indexer.Model;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Slices;

/// <summary>
/// Appends slices to <c>rawdata/slices</c> and, at the end, the directory. One thread. Nothing is synced before
/// <see cref="Complete"/>. Takes over the file.
/// </summary>
internal sealed class SliceFileWriter(IDiskFile file) : IDisposable
{
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ByteBuffer header = new(1 << 14);
    private long firstEvent;
    private int firstPage;

    public IDiskFile File => file;

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>SHA-256 of all that was written, 64 lower-case hexadecimal digits; known after <see cref="Complete"/>.</summary>
    public string? Sha256 { get; private set; }

    public SliceInfo Append(EncodedSlice slice, int[] templateIds)
    {
        var info = slice.Describe(firstEvent, templateIds);
        header.Clear();
        header.Reserve(SliceInfo.PrefixLength);
        info.Write(header);
        header.PatchPrefix(SliceInfo.Magic, header.Length);
        Write(Length, header.Span);
        Write(Length + header.Length, slice.Body.Span);
        info = info with { Offset = Length, HeaderLength = header.Length, FirstPage = firstPage };
        Length += info.Length;
        firstEvent += info.Events;
        firstPage += info.Pages.Length;
        return info;
    }

    /// <summary>Writes the directory and brings everything to stable storage.</summary>
    public void Complete(IReadOnlyList<SliceInfo> slices, IReadOnlyList<Template> templates, IReadOnlyList<EventOrigin> origins, ReadOnlyMemory<byte> dictionary)
    {
        var bytes = SliceDirectory.Encode(new SliceDirectory(slices, templates, origins, dictionary), Length);
        Write(Length, bytes);
        Length += bytes.Length;
        file.Sync();
        Sha256 = Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    public void Dispose()
    {
        digest.Dispose();
        file.Dispose();
    }

    private void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        file.Write(offset, bytes);
        digest.AppendData(bytes);
    }
}

using System.Buffers;

namespace Indexer.Inputs.Hec;

internal enum FramerState
{
    /// <summary>A whole object is there.</summary>
    Object,

    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>What follows is no object.</summary>
    Invalid,

    /// <summary>The object has more bytes than are allowed.</summary>
    TooLarge,
}

/// <summary>
/// Cuts a stream of JSON objects that follow each other, with or without white space between them, into objects. Looks at each
/// byte once; whether an object is well formed inside is for its reader to say. Not thread-safe.
/// </summary>
internal sealed class JsonObjectFramer(int objectBytesMax) : IDisposable
{
    private const int ReadBytes = 64 << 10;
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\"u8);

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(2 * ReadBytes);
    private int start;
    private int scanned;
    private int end;
    private int depth;
    private bool isInString;

    /// <summary>Whether bytes are left that belong to no whole object.</summary>
    public bool HasRest => start < end;

    /// <summary>Where the next bytes go; spans and memory that were handed out before are no longer valid.</summary>
    public Memory<byte> GetMemory()
    {
        if (buffer.Length - end < ReadBytes)
        {
            MakeRoom();
        }

        return buffer.AsMemory(end, ReadBytes);
    }

    public void Advance(int count) => end += count;

    public FramerState TryRead(out ReadOnlySpan<byte> json)
    {
        json = default;
        if (depth == 0 && !TryBegin(out var state))
        {
            return state;
        }

        while (scanned < end)
        {
            var rest = buffer.AsSpan(scanned, end - scanned);
            var found = rest.IndexOfAny(isInString ? InString : Structure);
            if (found < 0)
            {
                scanned = end;
                break;
            }

            var next = scanned + found;
            if (buffer[next] == '\\')
            {
                if (next + 1 >= end)
                {
                    scanned = next;
                    break;
                }

                scanned = next + 2;
                continue;
            }

            scanned = next + 1;
            if (Close(buffer[next]))
            {
                json = buffer.AsSpan(start, scanned - start);
                start = scanned;
                return json.Length <= objectBytesMax ? FramerState.Object : FramerState.TooLarge;
            }
        }

        return end - start > objectBytesMax ? FramerState.TooLarge : FramerState.Incomplete;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private bool TryBegin(out FramerState state)
    {
        while (start < end && buffer[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        scanned = start;
        state = start == end ? FramerState.Incomplete : FramerState.Invalid;
        return start < end && buffer[start] == '{';
    }

    // Whether the byte ends the object.
    private bool Close(byte b)
    {
        switch (b)
        {
            case (byte)'"':
                isInString = !isInString;
                return false;
            case (byte)'{' or (byte)'[':
                depth++;
                return false;
            default:
                return --depth == 0;
        }
    }

    private void MakeRoom()
    {
        var length = end - start;
        var target = buffer.Length - length >= ReadBytes ? buffer : ArrayPool<byte>.Shared.Rent(Math.Max(2 * buffer.Length, length + ReadBytes));
        buffer.AsSpan(start, length).CopyTo(target);
        if (!ReferenceEquals(target, buffer))
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = target;
        }

        scanned -= start;
        start = 0;
        end = length;
    }
}

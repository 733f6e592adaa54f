using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Indexer.Model;

namespace Indexer.Inputs.Hec;

/// <summary>
/// Names the parts of a request that its sender may send again: the sender numbers its requests per channel, and a request that
/// comes again is cut into the same parts.
/// </summary>
internal readonly struct HecBatchIds
{
    private readonly byte[]? key;
    private readonly long number;

    private HecBatchIds(byte[] key, long number)
    {
        this.key = key;
        this.number = number;
    }

    /// <param name="token">Keeps senders with different tokens apart, whatever channels they choose.</param>
    /// <param name="channel">The sender's channel.</param>
    /// <param name="number">The sender's number for the request, from 0.</param>
    public static HecBatchIds Of(string token, Guid channel, long number)
    {
        var name = Encoding.UTF8.GetBytes(token);
        var key = new byte[16 + sizeof(int) + name.Length];
        channel.TryWriteBytes(key);
        name.CopyTo(key, 16 + sizeof(int));
        return new HecBatchIds(key, number);
    }

    /// <summary><see cref="BatchId.None"/> where the sender gave no number.</summary>
    public BatchId Part(int part)
    {
        if (key is null)
        {
            return BatchId.None;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32LittleEndian(key.AsSpan(16), part);
        SHA256.HashData(key, digest);
        return new BatchId(new Guid(digest[..16]), number);
    }
}

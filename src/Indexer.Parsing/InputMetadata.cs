using System.Text;
using Indexer.Model;
using Indexer.Parsing.Lines;

namespace Indexer.Parsing;

/// <summary>What an input knows about the bytes it reads. Values longer than <see cref="EventOrigin.ValueBytesMax"/> are cut.</summary>
/// <param name="Host">Of the machine the events come from.</param>
/// <param name="Source">A file's path, or <c>tcp:1514</c> and the like.</param>
/// <param name="SourceType">Null to recognise it from the first lines.</param>
/// <param name="FileTime">When the file was last written; null where the input is no file.</param>
public sealed record InputMetadata(IndexName Index, string Host, string Source, string? SourceType = null, EventTime? FileTime = null)
{
    /// <summary>The origin of this input's events once their sourcetype is known.</summary>
    internal EventOrigin ToOrigin(string sourceType) => new(Cut(Host), Cut(Source), Cut(sourceType));

    private static string Cut(string value)
    {
        if (value.Length <= EventOrigin.ValueBytesMax / 3 || Encoding.UTF8.GetByteCount(value) <= EventOrigin.ValueBytesMax)
        {
            return value;
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        return Encoding.UTF8.GetString(bytes, 0, Utf8Boundary.CutAt(bytes, EventOrigin.ValueBytesMax));
    }
}

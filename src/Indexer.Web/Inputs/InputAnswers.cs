using System.Text.Json.Serialization;
using Indexer.Web.Answers;

namespace Indexer.Web.Inputs;

/// <summary>How far a file is; the last line has <paramref name="Done"/>. Sizes in bytes.</summary>
internal sealed record OneShotLine(
    string Path,
    long BytesRead,
    long BytesTotal,
    long Received,
    long Indexed,
    long Refused,
    long Truncated,
    string? Sourcetype,
    bool Done,
    IReadOnlyList<Message> Messages);

internal sealed record MonitorAnswer(string Index, string Sourcetype, string Host, bool Disabled, long Files, long BytesRead, IReadOnlyList<string> Messages);

internal sealed record HttpTokenAnswer(
    string Token, string Index, IReadOnlyList<string> Indexes, string Sourcetype, bool Disabled, [property: JsonPropertyName("useACK")] bool UseAck);

using System.Text;

namespace Indexer.Configuration.Files;

/// <param name="Line">Where the value stands, from 1.</param>
internal sealed record ConfEntry(string Key, string Value, int Line);

internal sealed record ConfStanza(string Name, int Line, IReadOnlyList<ConfEntry> Entries);

/// <param name="Line">From 1; 0 where the file as a whole is meant.</param>
internal sealed record ConfSyntaxError(int Line, string Message);

/// <summary>What one <c>.conf</c> file says, in the file's order; a stanza that is named twice appears twice.</summary>
internal sealed record ConfDocument(IReadOnlyList<ConfStanza> Stanzas, IReadOnlyList<ConfSyntaxError> Errors)
{
    /// <summary>The stanza that gives defaults to all others of the file; entries before the first stanza belong to it.</summary>
    public const string DefaultStanza = "default";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the bytes of a file. Never throws: what is wrong stands in <see cref="Errors"/>, and the rest is read.</summary>
    public static ConfDocument Parse(ReadOnlySpan<byte> bytes)
    {
        if (!TryDecode(bytes, out var text, out var error))
        {
            return new ConfDocument([], [error]);
        }

        return Parse(text);
    }

    public static ConfDocument Parse(string text)
    {
        var stanzas = new List<ConfStanza>();
        var errors = new List<ConfSyntaxError>();
        var entries = new List<ConfEntry>();
        stanzas.Add(new ConfStanza(DefaultStanza, 1, entries));
        foreach (var line in ConfScanner.Scan(text))
        {
            switch (line.Kind)
            {
                case ConfLineKind.Stanza:
                    entries = [];
                    stanzas.Add(new ConfStanza(line.Name, line.Number, entries));
                    break;
                case ConfLineKind.Entry:
                    entries.Add(new ConfEntry(line.Name, line.Value, line.Number));
                    break;
                case ConfLineKind.Malformed:
                    errors.Add(new ConfSyntaxError(line.Number, line.Name));
                    break;
            }
        }

        if (stanzas[0].Entries.Count == 0)
        {
            stanzas.RemoveAt(0);
        }

        return new ConfDocument(stanzas, errors);
    }

    /// <summary>Decodes UTF-8 without its byte order mark, or says on which line a byte is wrong.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out string text, out ConfSyntaxError error)
    {
        error = null!;
        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        try
        {
            text = StrictUtf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n') + 1;
            text = "";
            error = new ConfSyntaxError(line, "this line is not UTF-8; save the file as UTF-8");
            return false;
        }
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace Indexer.Benchmarks.Corpus;

/// <summary>What differs from one Windows event to the next; named in <c>windows-templates.tsv</c> in braces.</summary>
internal enum WindowsSlot
{
    Host, Record, Thread, Time, Received, Utc, Stamp, Service,
    Guid, Pid, PidHex, Image, User, Sid, Logon, Tid,
    Guid2, Pid2, Pid2Hex, Image2,
    Access, Activity, Address, Address2, Block, Command, Details, File, Handle, Handle2, Hashes, Key, Library, Object, Path, Payload,
    Port, Port2, Script, Sequence, Trace, Version,
}

/// <summary>A kind of Windows event: constant JSON with slots, and how frequent it is. A slot that occurs twice has the same value.</summary>
internal sealed partial class WindowsTemplate
{
    private readonly byte[][] constants;
    private readonly WindowsSlot[] slots;

    private WindowsTemplate(int weight, string text)
    {
        Weight = weight;
        var found = Slot().Matches(text);
        slots = [.. found.Select(match => Enum.Parse<WindowsSlot>(match.Groups[1].Value, ignoreCase: true))];
        constants = [.. Slot().Split(text).Where((_, i) => i % 2 == 0).Select(Encoding.UTF8.GetBytes)];
    }

    public int Weight { get; }

    public static WindowsTemplate[] Load()
    {
        using var resource = typeof(WindowsTemplate).Assembly.GetManifestResourceStream("windows-templates.tsv")!;
        using var reader = new StreamReader(resource);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t', 2)).Select(parts => new WindowsTemplate(int.Parse(parts[0]), parts[1]))];
    }

    public bool Has(WindowsSlot slot) => slots.Contains(slot);

    /// <param name="values">By slot, escaped for JSON.</param>
    public void Write(LineWriter writer, byte[][] values)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            writer.Text(constants[i]).Text(values[(int)slots[i]]);
        }

        writer.Text(constants[^1]).EndLine();
    }

    [GeneratedRegex(@"\{([a-z]+2?(?:hex)?)\}")]
    private static partial Regex Slot();
}

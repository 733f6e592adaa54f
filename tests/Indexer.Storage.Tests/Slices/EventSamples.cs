using System.Text;
using Indexer.Model;

namespace Indexer.Storage.Tests.Slices;

/// <summary>An event of a test.</summary>
internal sealed record SampleEvent(long Time, int Origin, byte[] Raw, byte[] Fields);

/// <summary>Events of every kind that splitting and the columns treat differently. A seed makes the same ones again.</summary>
internal sealed class EventSamples(int seed)
{
    private static readonly string[] Words = ["error", "Warning", "user", "session", "CLOSED", "tab", "new", "é", "Ünder", "日本", "a.b", "x-1", "_", "id"];
    private static readonly string[] Paths = ["/var/log/app.log", "C:\\Windows\\System32\\new.dll", "/a//b/", "\\\\host\\share", "/", "../x/7"];
    private static readonly string[] Punctuation = [" ", "  ", ": ", ", ", " = ", "=", "[", "] ", "(", ")", "\"", "\\", "\\n", "\\u001b", "\t", "\n", "\r\n", "\0", "-", "--", "..", "/"];

    private readonly Random random = new(seed);
    private readonly List<Func<byte[]>> shapes = [];

    /// <summary>Some events: a few shapes many times over, with times in disorder and some equal.</summary>
    public List<SampleEvent> Events(int countMax)
    {
        Func<byte[]>[] kinds = [Line, Line, KeyValues, Json, Json, BrokenJson, RandomBytes, Path, Numbers, Hexadecimal, Empty];
        for (var left = random.Next(1, 8); left > 0; left--)
        {
            shapes.Add(kinds[random.Next(kinds.Length)]);
        }

        var events = new List<SampleEvent>();
        var sorted = random.Next(2) == 0;
        var step = new long[] { 0, 1, 1_000_000, 1_000_000_000, long.MaxValue / 4 }[random.Next(5)];
        var time = random.Next(3) == 0 ? long.MinValue : 1_700_000_000_000_000_000L;
        var withFields = random.Next(3) == 0;
        var origins = random.Next(1, 100);
        for (var left = random.Next(1, countMax + 1); left > 0; left--)
        {
            time = unchecked(time + (step * random.Next(sorted ? 0 : -2, 3)));
            events.Add(new SampleEvent(time, random.Next(origins), shapes[random.Next(shapes.Count)](), withFields && random.Next(2) == 0 ? Fields() : []));
        }

        if (random.Next(6) == 0)
        {
            events[random.Next(events.Count)] = events[0] with { Raw = Huge() };
        }

        return events;
    }

    public string Word() => Words[random.Next(Words.Length)];

    private byte[] Line()
    {
        var text = new StringBuilder();
        for (var left = random.Next(1, 12); left > 0; left--)
        {
            text.Append(random.Next(4) switch
            {
                0 => Number(),
                1 => Punctuation[random.Next(Punctuation.Length)],
                2 => Paths[random.Next(Paths.Length)],
                _ => Word(),
            });
            text.Append(' ', random.Next(2));
        }

        return Bytes(text);
    }

    // One constant shape, in which only variables differ.
    private byte[] KeyValues() => Bytes($"level=info user={Word()}{random.Next(20)} took={Number()}ms path={Paths[random.Next(3)]} ip=10.0.{random.Next(256)}.{random.Next(256)} id={Guid.Empty.ToString()[..24]}{random.Next():x8}");

    private byte[] Json() => Bytes(random.Next(5) == 0 ? "[" + Object(2) + "]" : Object(2));

    private byte[] BrokenJson()
    {
        var text = Object(2);
        return Bytes(random.Next(3) switch
        {
            0 => text[..random.Next(1, text.Length)],
            1 => text.Insert(random.Next(1, text.Length), Punctuation[random.Next(Punctuation.Length)]),
            _ => text.Insert(random.Next(1, text.Length), "\\t"),
        });
    }

    private string Object(int depth)
    {
        var text = new StringBuilder("{");
        for (var left = random.Next(0, 5); left > 0; left--)
        {
            text.Append(text.Length == 1 ? "" : ",").Append('"').Append(Word()).Append("\":").Append(Value(depth));
        }

        return text.Append('}').ToString();
    }

    private string Value(int depth) => random.Next(depth > 0 ? 10 : 8) switch
    {
        0 => "true",
        1 => Number(),
        2 => "-" + Number(),
        3 => "\"\"",
        4 => $"\"{Word()}\"",
        5 => $"\"user {Word()} took {random.Next(100)} ms in C:\\\\new\\\\{random.Next(3)}\"",
        6 => $"\"\\t{Word()} \\\"{random.Next(10)}\\\" \\n{Word()}\\u00e9{Word()} =\\\\{Word()}\"",
        7 => $"\"x={Word()}\\\\\\n{Word()}\"",
        8 => Object(depth - 1),
        _ => $"[{Value(depth - 1)}, {Value(depth - 1)}]",
    };

    private byte[] RandomBytes()
    {
        var bytes = new byte[random.Next(1, 200)];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Path() => Bytes(Paths[random.Next(Paths.Length)] + Number());

    private byte[] Numbers() => Bytes($"n {Number()} {random.Next(1000):D4} 0{random.Next(10)} {random.NextInt64()} 99999999999999999999{random.Next(10)}");

    private byte[] Hexadecimal() => Bytes($"trace {random.NextInt64():x16} mac {random.Next(256):x2}:{random.Next(256):x2}:ab odd {random.Next():x7} upper {random.Next():X8}");

    private byte[] Empty() => random.Next(2) == 0 ? [] : Bytes(new string(' ', random.Next(3)));

    private byte[] Huge() => random.Next(3) switch
    {
        0 => Bytes(new string('x', 1 << 18)),
        1 => Bytes(string.Concat(Enumerable.Range(0, 6_000).Select(i => $"{i}.a "))),
        _ => Bytes("{" + string.Join(',', Enumerable.Range(0, 700).Select(i => $"\"k{i}\":\"v {i}\"")) + "}"),
    };

    private byte[] Fields()
    {
        var block = new List<byte>();
        IndexedFields.Append(block, "status", random.Next(3).ToString());
        if (random.Next(2) == 0)
        {
            IndexedFields.Append(block, "app", Word());
        }

        return [.. block];
    }

    private string Number() => random.Next(5) switch
    {
        0 => random.Next(10).ToString(),
        1 => $"{random.Next(100)}.{random.Next(1000):D3}",
        2 => $"00{random.Next(100)}",
        3 => $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}",
        _ => random.NextInt64(long.MaxValue).ToString(),
    };

    private static byte[] Bytes(StringBuilder text) => Bytes(text.ToString());

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

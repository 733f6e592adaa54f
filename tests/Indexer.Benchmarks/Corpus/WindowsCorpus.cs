using System.Globalization;
using System.Text;

namespace Indexer.Benchmarks.Corpus;

/// <summary>
/// Windows Security, Sysmon and PowerShell events of a small domain as JSON lines: long messages whose values come again as fields,
/// the same process behind many events in a row; about 2 kB and 260 tokens an event. The same seed and size give the same bytes.
/// </summary>
internal sealed class WindowsCorpus
{
    /// <summary>Another number for other bytes of the same seed and size.</summary>
    public const int Version = 1;

    private const int ProcessesPerHost = 40;
    private static readonly DateTime Start = new(2026, 3, 2, 6, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Modules =
    [
        "ntdll", "KERNELBASE", "KERNEL32", "RPCRT4", "combase", "ole32", "advapi32", "sechost", "user32", "win32u", "gdi32", "shcore",
        "shell32", "bcrypt", "crypt32", "wintrust", "msvcrt", "ucrtbase", "ws2_32", "dnsapi", "iphlpapi", "netapi32", "samcli", "wkscli",
        "propsys", "profapi", "powrprof", "userenv", "taskschd", "clr", "mscorlib", "xmllite", "winhttp", "wininet", "version", "dbghelp",
    ];

    private static readonly string[] Programs =
    [
        "svchost", "lsass", "services", "explorer", "RuntimeBroker", "backgroundTaskHost", "taskhostw", "SearchIndexer", "wmiprvse", "powershell",
        "conhost", "dllhost", "MsMpEng", "spoolsv", "csrss", "winlogon", "chrome", "OUTLOOK", "cmd", "netsh", "msiexec", "wuauclt", "sihost", "ctfmon",
    ];

    private readonly Random random;
    private readonly WindowsTemplate[] kinds = [.. WindowsTemplate.Load().SelectMany(template => Enumerable.Repeat(template, template.Weight))];
    private readonly byte[][] values = new byte[Enum.GetValues<WindowsSlot>().Length][];
    private readonly Host[] hosts;
    private readonly byte[][] keys;
    private readonly byte[][] traces;
    private readonly (byte[] Path, byte[] File, byte[] Hashes, byte[] Version)[] libraries;
    private readonly byte[][] scripts;
    private DateTime now = Start;

    public WindowsCorpus(int seed)
    {
        random = new Random(seed);
        hosts = [.. Enumerable.Range(0, 5).Select(i => new Host(this, i < 4 ? $"WORKSTATION{i + 1}.corp.example" : $"DC0{i - 3}.corp.example"))];
        keys = Pool(1200, i => @$"HKLM\\{(i % 3 == 0 ? "System\\\\CurrentControlSet\\\\Services" : "SOFTWARE\\\\Microsoft\\\\Windows\\\\CurrentVersion")}\\{Programs[i % Programs.Length]}\\{Modules[i % Modules.Length]}\\{(i % 4 == 0 ? "Parameters" : "Cache")}\\{random.Next(1 << (i % 20)):x}");
        traces = Pool(200, _ => string.Join('|', Enumerable.Range(0, 16 + random.Next(24)).Select(_ => @$"C:\\windows\\System32\\{Modules[Skewed(Modules.Length)]}.dll+{Skewed(3000) * 0x137:x}")));
        libraries = [.. Enumerable.Range(0, 300).Select(i => Library(i))];
        scripts = Pool(80, i => string.Join(@"\r\n", Enumerable.Range(0, 8 + (i % 17)).Select(_ => $"    $target = Get-{Modules[Skewed(Modules.Length)]} -Name {Programs[random.Next(Programs.Length)]} -ErrorAction SilentlyContinue")));
    }

    /// <summary>Writes whole lines until there are at least so many bytes.</summary>
    public void Write(Stream target, long bytesMin)
    {
        using var writer = new LineWriter(target);
        while (writer.Position < bytesMin)
        {
            WriteBurst(writer);
        }
    }

    // One process does something a few times in a row.
    private void WriteBurst(LineWriter writer)
    {
        now = now.AddMilliseconds(random.Next(120));
        var host = hosts[Skewed(hosts.Length)];
        var process = host.Processes[Skewed(ProcessesPerHost)];
        var kind = kinds[random.Next(kinds.Length)];
        Set(WindowsSlot.Host, host.Name);
        Set(WindowsSlot.Service, host.Service);
        Set(WindowsSlot.Thread, host.Threads[Skewed(host.Threads.Length)]);
        Set(WindowsSlot.Utc, Time(now, "yyyy-MM-dd HH:mm:ss.fff"));
        Set(WindowsSlot.Time, Time(now.AddHours(-4), "yyyy-MM-dd HH:mm:ss"));
        Set(WindowsSlot.Received, Time(now.AddHours(-4).AddSeconds(3), "yyyy-MM-dd HH:mm:ss"));
        process.Set(this);
        SetDetails(host);
        for (var left = 1 + Skewed(32); left > 0; left--)
        {
            if (random.Next(12) == 0)
            {
                now = now.AddMilliseconds(1);
            }

            Set(WindowsSlot.Record, Number(++host.Record));
            Set(WindowsSlot.Stamp, Time(now.AddSeconds(3), "yyyy-MM-ddTHH:mm:ss.fffZ"));
            SetChanging(kind);
            kind.Write(writer, values);
        }

        if (random.Next(200) == 0)
        {
            host.Processes[random.Next(ProcessesPerHost)] = new Process(this);
        }
    }

    private void SetDetails(Host host)
    {
        var other = host.Processes[Skewed(ProcessesPerHost)];
        Set(WindowsSlot.Guid2, other.Guid);
        Set(WindowsSlot.Pid2, other.Pid);
        Set(WindowsSlot.Pid2Hex, other.PidHex);
        Set(WindowsSlot.Image2, other.Image);
        Set(WindowsSlot.Command, other.Command);
        Set(WindowsSlot.Activity, other.Guid);
        Set(WindowsSlot.Tid, Number(4 * (500 + Skewed(400))));
        Set(WindowsSlot.Access, Text(random.Next(4) switch { 0 => "0x1410", 1 => "0x1fffff", 2 => "0x20019", _ => "0x1000" }));
        Set(WindowsSlot.Address, Text($"172.18.{39 + Skewed(3)}.{5 + Skewed(200)}"));
        Set(WindowsSlot.Address2, Text($"168.{60 + Skewed(9)}.{Skewed(140)}.{Skewed(250)}"));
        Set(WindowsSlot.Block, other.Guid);
        Set(WindowsSlot.Trace, traces[Skewed(traces.Length)]);
    }

    private void SetChanging(WindowsTemplate kind)
    {
        if (kind.Has(WindowsSlot.Key) || kind.Has(WindowsSlot.Object))
        {
            Set(WindowsSlot.Key, keys[Skewed(keys.Length)]);
            Set(WindowsSlot.Object, values[(int)WindowsSlot.Key]);
            Set(WindowsSlot.Details, random.Next(3) == 0 ? Text($"DWORD (0x{Skewed(400):x8})") : Text("(Empty)"));
        }

        if (kind.Has(WindowsSlot.Handle))
        {
            Set(WindowsSlot.Handle, Text($"0x{4 * (32 + Skewed(200)):x}"));
            Set(WindowsSlot.Handle2, Text($"0x{4 * (32 + Skewed(200)):x}"));
        }

        if (kind.Has(WindowsSlot.Library))
        {
            var library = libraries[Skewed(libraries.Length)];
            (values[(int)WindowsSlot.Library], values[(int)WindowsSlot.File], values[(int)WindowsSlot.Hashes], values[(int)WindowsSlot.Version]) = library;
        }

        if (kind.Has(WindowsSlot.Port))
        {
            Set(WindowsSlot.Port, Number(49152 + Skewed(16384)));
            Set(WindowsSlot.Port2, Text(random.Next(4) switch { 0 => "80", 1 => "53", 2 => "135", _ => "443" }));
        }

        if (kind.Has(WindowsSlot.Path))
        {
            Set(WindowsSlot.Path, Text(@$"C:\\ProgramData\\Package Cache\\{Modules[Skewed(Modules.Length)]}\\{Programs[Skewed(Programs.Length)]}{Skewed(4000):x4}.tmp"));
        }

        if (kind.Has(WindowsSlot.Payload) || kind.Has(WindowsSlot.Script))
        {
            Set(WindowsSlot.Payload, scripts[Skewed(scripts.Length)]);
            Set(WindowsSlot.Script, values[(int)WindowsSlot.Payload]);
            Set(WindowsSlot.Sequence, Number(15 + (2 * Skewed(900))));
        }
    }

    private (byte[], byte[], byte[], byte[]) Library(int ordinal)
    {
        var name = $"{Modules[ordinal % Modules.Length]}{(ordinal < Modules.Length ? "" : (ordinal / Modules.Length).ToString(CultureInfo.InvariantCulture))}.dll";
        return (Text(@$"C:\\Windows\\System32\\{name}"), Text(name),
            Text($"SHA1={Hex(20)},MD5={Hex(16)},SHA256={Hex(32)},IMPHASH={Hex(16)}"), Text($"10.0.{17763 + Skewed(600)}.{Skewed(900)} (WinBuild.160101.0800)"));
    }

    private string Hex(int bytes)
    {
        var buffer = new byte[bytes];
        random.NextBytes(buffer);
        return Convert.ToHexString(buffer);
    }

    private int Skewed(int count)
    {
        var u = random.NextDouble();
        return (int)(u * u * u * count);
    }

    private void Set(WindowsSlot slot, byte[] value) => values[(int)slot] = value;

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Number(long number) => Text(number.ToString(CultureInfo.InvariantCulture));

    private static byte[] Time(DateTime time, string format) => Text(time.ToString(format, CultureInfo.InvariantCulture));

    private static byte[][] Pool(int count, Func<int, string> make) => [.. Enumerable.Range(0, count).Select(i => Text(make(i)))];

    private sealed class Host(WindowsCorpus corpus, string name)
    {
        public byte[] Name { get; } = Text(name);

        public byte[] Service { get; } = Number(4 * corpus.random.Next(700, 1100));

        public byte[][] Threads { get; } = Pool(10, _ => (4 * corpus.random.Next(20, 1500)).ToString(CultureInfo.InvariantCulture));

        public Process[] Processes { get; } = [.. Enumerable.Range(0, ProcessesPerHost).Select(_ => new Process(corpus))];

        // Hosts count in the same range, as machines set up together do.
        public long Record { get; set; } = 100_000 + corpus.random.Next(2_000);
    }

    private sealed class Process
    {
        private readonly byte[] user;
        private readonly byte[] sid;
        private readonly byte[] logon;

        public Process(WindowsCorpus corpus)
        {
            var random = corpus.random;
            var id = 4 * random.Next(100, 3000);
            var program = Programs[corpus.Skewed(Programs.Length)];
            Guid = Text($"{{{random.Next():x8}-{random.Next(1 << 16):x4}-{0x5f51:x4}-{random.Next(1 << 12):x4}-000000000{random.Next(4, 9)}00}}");
            Pid = Number(id);
            PidHex = Text($"0x{id:x}");
            Image = Text(@$"C:\\Windows\\System32\\{program}.exe");
            Command = Text(@$"C:\\Windows\\System32\\{program}.exe -k netsvcs -p -s {Modules[corpus.Skewed(Modules.Length)]}");
            var person = random.Next(40);
            (user, sid, logon) = random.Next(3) == 0
                ? (Text($"user{person:D2}"), Text($"S-1-5-21-3125456671-949036322-3048627137-{1100 + person}"), Text($"0x{random.Next(1 << 24):x}"))
                : (Text("SYSTEM"), Text("S-1-5-18"), Text("0x3e7"));
        }

        public byte[] Guid { get; }

        public byte[] Pid { get; }

        public byte[] PidHex { get; }

        public byte[] Image { get; }

        public byte[] Command { get; }

        public void Set(WindowsCorpus corpus)
        {
            corpus.Set(WindowsSlot.Guid, Guid);
            corpus.Set(WindowsSlot.Pid, Pid);
            corpus.Set(WindowsSlot.PidHex, PidHex);
            corpus.Set(WindowsSlot.Image, Image);
            corpus.Set(WindowsSlot.User, user);
            corpus.Set(WindowsSlot.Sid, sid);
            corpus.Set(WindowsSlot.Logon, logon);
        }
    }
}

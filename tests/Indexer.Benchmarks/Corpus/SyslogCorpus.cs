using System.Text;

namespace Indexer.Benchmarks.Corpus;

/// <summary>
/// Syslog lines of a mid-sized fleet: about 173 bytes and 33 tokens a line, 2.6 million distinct tokens a GB, times that
/// advance by about two hundred events a second. The same seed and size give the same bytes.
/// </summary>
internal sealed class SyslogCorpus(int seed)
{
    /// <summary>Another number for other bytes of the same seed and size.</summary>
    public const int Version = 2;

    private static readonly DateTime Start = new(2026, 3, 2, 6, 0, 0, DateTimeKind.Utc);

    private readonly Random random = new(seed);
    private readonly byte[][] hosts = Names(120, i => $"{(i % 5) switch { 0 => "web", 1 => "db", 2 => "app", 3 => "edge", _ => "mail" }}-{i / 5:D2}");
    private readonly byte[][] users = Names(900, i => $"{Stems[i % Stems.Length]}{(i < Stems.Length ? "" : (i / Stems.Length).ToString())}");
    private readonly byte[][] tables = Names(40, i => Stems[(i * 7) % Stems.Length] + "_" + Stems[(i * 3 + 1) % Stems.Length]);
    private readonly byte[][] domains = Names(300, i => $"{Stems[i % Stems.Length]}{Stems[i * 5 % Stems.Length]}.{(i % 3) switch { 0 => "com", 1 => "net", _ => "example.org" }}");
    private readonly uint[] addresses = new uint[16_000];
    private readonly int[] pids = new int[120 * 12];
    private double milliseconds;

    private static readonly string[] Stems =
    [
        "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "mallory", "niaj", "olivia", "peggy",
        "rupert", "sybil", "trent", "victor", "walter", "zoe", "orders", "billing", "catalog", "session", "account", "payment",
        "invoice", "customer", "shipping", "stock",
    ];

    private static readonly byte[][] Months = Names(12, i => System.Globalization.CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[i]);

    /// <summary>Writes whole lines until there are at least so many bytes.</summary>
    public void Write(Stream target, long bytesMin)
    {
        for (var i = 0; i < addresses.Length; i++)
        {
            addresses[i] = (uint)random.NextInt64(0x0B000000, 0xDF000000);
        }

        for (var i = 0; i < pids.Length; i++)
        {
            pids[i] = random.Next(300, 60_000);
        }

        using var writer = new LineWriter(target);
        while (writer.Position < bytesMin)
        {
            WriteLine(writer);
        }
    }

    private void WriteLine(LineWriter w)
    {
        milliseconds += random.NextDouble() * 10;
        var time = Start.AddMilliseconds(milliseconds);
        var host = Skewed(hosts.Length);
        w.Text(Months[time.Month - 1]).Text(" "u8).Text(time.Day < 10 ? " "u8 : ""u8).Number(time.Day).Text(" "u8)
            .Padded(time.Hour, 2).Text(":"u8).Padded(time.Minute, 2).Text(":"u8).Padded(time.Second, 2).Text(" "u8).Text(hosts[host]).Text(" "u8);
        switch (random.Next(100))
        {
            case < 14: Firewall(w); break;
            case < 32: Request(w, host); break;
            case < 54: Application(w, host); break;
            case < 66: FailedLogin(w, host); break;
            case < 72: AcceptedLogin(w, host); break;
            case < 80: Query(w, host); break;
            case < 90: Mail(w, host); break;
            case < 95: Cron(w, host); break;
            case < 98: Dhcp(w, host); break;
            default: Unit(w, host); break;
        }

        w.EndLine();
    }

    private void Firewall(LineWriter w)
    {
        w.Text("kernel: ["u8).Number((long)milliseconds / 1000 + 10_000).Text("."u8).Padded(random.Next(1_000), 3).Text("] firewall-policy: DROP IN=eth0 OUT= SRC="u8);
        Address(w);
        w.Text(" DST=10.20."u8).Number(random.Next(4)).Text("."u8).Number(random.Next(256)).Text(" LEN="u8).Number(40 + (4 * Skewed(30)))
            .Text(" TOS=0x00 TTL="u8).Number(40 + Skewed(24)).Text(" ID="u8).Number(Skewed(65_536)).Text(" PROTO=TCP SPT="u8)
            .Number(32_768 + Skewed(28_000)).Text(" DPT="u8).Number(Port()).Text(" WINDOW="u8).Number(1024 * Skewed(64)).Text(" SYNCHRONIZE URGP=0"u8);
    }

    private void Request(LineWriter w, int host)
    {
        Program(w, host, 0, "nginx"u8);
        Address(w);
        w.Text(" - - \"GET /api/v1/"u8).Text(tables[Skewed(tables.Length)]).Text("/"u8).Number(Skewed(200_000)).Text(" HTTP/1.1\" "u8)
            .Number(random.Next(20) switch { 0 => 404, 1 => 500, 2 => 302, _ => 200 }).Text(" "u8).Number(200 + Skewed(20_000))
            .Text(" \"-\" \"Mozilla/5.0 (compatible; ServiceMonitoring)\" upstream_response_time=0."u8).Padded(Skewed(1000), 3);
    }

    private void Application(LineWriter w, int host)
    {
        Program(w, host, 1, "orders-api"u8);
        w.Text("level="u8).Text(random.Next(12) switch { 0 => "warn"u8, 1 => "error"u8, _ => "info"u8 }).Text(" msg=\"request completed\" method="u8)
            .Text(random.Next(4) == 0 ? "POST"u8 : "GET"u8).Text(" path=/v1/"u8).Text(tables[Skewed(tables.Length)]).Text(" status="u8)
            .Number(random.Next(12) == 0 ? 503 : 200).Text(" duration_ms="u8).Number(Skewed(900)).Text(" user="u8).Text(users[Skewed(users.Length)])
            .Text(" trace_id="u8).Hex((ulong)random.NextInt64(), 16);
    }

    private void FailedLogin(LineWriter w, int host)
    {
        Program(w, host, 2, "sshd"u8);
        w.Text("error: maximum attempts reached: Failed password for invalid user "u8).Text(users[Skewed(users.Length)]).Text(" from "u8);
        Address(w);
        w.Text(" port "u8).Number(32_768 + Skewed(28_000)).Text(" ssh2"u8);
    }

    private void AcceptedLogin(LineWriter w, int host)
    {
        Program(w, host, 2, "sshd"u8);
        w.Text("pam_unix(sshd:session): session opened for user "u8).Text(users[Skewed(users.Length)]).Text(" by (uid=0); rhost="u8);
        Address(w);
    }

    private void Query(LineWriter w, int host)
    {
        Program(w, host, 3, "postgres"u8);
        w.Text("["u8).Number(Skewed(40) + 1).Text("-1] LOG:  duration: "u8).Number(Skewed(400)).Text("."u8).Padded(random.Next(1000), 3)
            .Text(" ms  statement: SELECT subscriptions, modification FROM "u8).Text(tables[Skewed(tables.Length)]).Text(" WHERE customer_id = "u8).Number(Skewed(100_000))
            .Text(" ORDER BY modification DESC"u8);
    }

    private void Mail(LineWriter w, int host)
    {
        Program(w, host, 4, "postfix/smtp"u8);
        w.Hex((ulong)random.NextInt64(), 10).Text(": to=<"u8).Text(users[Skewed(users.Length)]).Text("@"u8).Text(domains[Skewed(domains.Length)]).Text(">, relay="u8)
            .Text(domains[Skewed(domains.Length)]).Text("[10.30.0."u8).Number(Skewed(250)).Text("]:25, delay="u8).Number(Skewed(20)).Text("."u8).Number(random.Next(10))
            .Text(", dsn=2.0.0, status=sent (250 2.0.0 Ok: accepted for delivery, queued as "u8).Hex((ulong)random.NextInt64(), 10).Text(")"u8);
    }

    private void Cron(LineWriter w, int host)
    {
        Program(w, host, 5, "CRON"u8);
        w.Text("(root) CMD (   cd / && run-parts --report --verbose /etc/cron."u8).Text(random.Next(2) == 0 ? "hourly"u8 : "daily"u8).Text(")"u8);
    }

    private void Dhcp(LineWriter w, int host)
    {
        Program(w, host, 6, "dhcpd"u8);
        w.Text("DHCPACK on 10.40."u8).Number(Skewed(16)).Text("."u8).Number(random.Next(256)).Text(" to 52:54:00:"u8).Hex((ulong)random.Next(256), 2).Text(":"u8)
            .Hex((ulong)random.Next(256), 2).Text(":"u8).Hex((ulong)random.Next(256), 2).Text(" via eth1 network infrastructure-management"u8);
    }

    private void Unit(LineWriter w, int host)
    {
        Program(w, host, 7, "systemd"u8);
        w.Text("Started background maintenance; Started Session "u8).Number((long)(milliseconds / 500)).Text(" of user "u8).Text(users[Skewed(users.Length)]).Text("."u8);
    }

    private void Program(LineWriter w, int host, int program, ReadOnlySpan<byte> name) =>
        w.Text(name).Text("["u8).Number(pids[(host * 12) + program] + (random.Next(8) == 0 ? random.Next(64) : 0)).Text("]: "u8);

    private void Address(LineWriter w)
    {
        var a = addresses[Skewed(addresses.Length)];
        w.Number(a >> 24).Text("."u8).Number((a >> 16) & 255).Text("."u8).Number((a >> 8) & 255).Text("."u8).Number(a & 255);
    }

    private int Port() => random.Next(6) switch { 0 => 22, 1 => 23, 2 => 445, 3 => 3389, 4 => 8080, _ => random.Next(1, 10_000) };

    /// <summary>A number below <paramref name="count"/>; small ones are far more frequent.</summary>
    private int Skewed(int count)
    {
        var u = random.NextDouble();
        return (int)(u * u * u * count);
    }

    private static byte[][] Names(int count, Func<int, string> name)
    {
        var names = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            names[i] = Encoding.ASCII.GetBytes(name(i));
        }

        return names;
    }
}

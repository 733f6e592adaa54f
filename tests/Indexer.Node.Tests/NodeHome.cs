using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Indexer.Node.Tests;

/// <summary>A home directory with ports of its own, in which nodes may be started one after the other.</summary>
public sealed class NodeHome : IDisposable
{
    public const string Token = "11111111-2222-3333-4444-555555555555";
    public const string AckToken = "66666666-7777-8888-9999-000000000000";

    private NodeHome(string directory, int managementPort, int collectorPort)
    {
        Directory = directory;
        Management = new Uri($"http://127.0.0.1:{managementPort.ToString(CultureInfo.InvariantCulture)}");
        Collector = new Uri($"http://127.0.0.1:{collectorPort.ToString(CultureInfo.InvariantCulture)}");
    }

    public string Directory { get; }

    public Uri Management { get; }

    public Uri Collector { get; }

    /// <param name="parent">Where the directory is made; null for the system's temporary directory.</param>
    /// <param name="files">Further files of <c>etc/system/local</c>.</param>
    public static NodeHome Create(string? parent = null, params (string Name, string Text)[] files)
    {
        var directory = parent is null
            ? System.IO.Directory.CreateTempSubdirectory("indexer-node-").FullName
            : System.IO.Directory.CreateDirectory(Path.Combine(parent, Path.GetRandomFileName())).FullName;
        var ports = FreePorts();
        var home = new NodeHome(directory, ports.First, ports.Second);
        home.Write("web.conf", $"[settings]\nmgmtHostPort = {ports.First}\n");
        home.Write("inputs.conf", $"[http]\nport = {ports.Second}\n[http://plain]\ntoken = {Token}\n[http://acked]\ntoken = {AckToken}\nuseACK = true\n");
        home.Write("server.conf", "[diskUsage]\nminFreeSpace = 10\n");
        foreach (var (name, text) in files)
        {
            home.Write(name, text);
        }

        return home;
    }

    public void Write(string name, string text)
    {
        var path = Path.Combine(Directory, "etc", "system", "local", name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    // Both at once, so that they differ.
    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}

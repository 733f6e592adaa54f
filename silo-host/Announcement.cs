using System.Globalization;
using Indexer.Configuration;
using Indexer.Configuration.Settings;

namespace Indexer.SiloHost;

/// <summary>
/// Files in <c>var/run</c> by which scripts find the running node: <c>indexer-node.pid</c>, and <c>node.env</c> with its addresses
/// as shell variables. They go when it stops; after a crash they are left, so whoever reads them checks that the process is there.
/// </summary>
internal sealed class Announcement : IDisposable
{
    private readonly string pidFile;
    private readonly string addressFile;

    private Announcement(string directory)
    {
        pidFile = Path.Combine(directory, "indexer-node.pid");
        addressFile = Path.Combine(directory, "node.env");
    }

    public static Announcement Publish(IndexerConfiguration configuration)
    {
        var directory = Path.Combine(configuration.Home, "var", "run");
        Directory.CreateDirectory(directory);
        var announcement = new Announcement(directory);
        var collector = configuration.Inputs.Http.Disabled ? "" : AddressOf(configuration.Inputs.Http.Listener);
        File.WriteAllText(announcement.pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        File.WriteAllText(announcement.addressFile, $"management={AddressOf(configuration.Server.Management)}\ncollector={collector}\n");
        return announcement;
    }

    public void Dispose()
    {
        File.Delete(pidFile);
        File.Delete(addressFile);
    }

    private static string AddressOf(ListenerSettings listener)
    {
        var address = listener.Address.Equals(System.Net.IPAddress.Any) || listener.Address.Equals(System.Net.IPAddress.IPv6Any) ? System.Net.IPAddress.Loopback : listener.Address;
        return $"{(listener.Tls ? "https" : "http")}://{new System.Net.IPEndPoint(address, listener.Port)}";
    }
}

using System.Security.Cryptography.X509Certificates;
using Indexer.Configuration;
using Indexer.Configuration.Settings;
using Indexer.Grains;
using Indexer.Inputs.Hec;
using Indexer.Model;
using Indexer.Web;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Indexer.SiloHost;

/// <summary>The web server with its two ports, and the grains that the same host hosts.</summary>
internal static class WebHost
{
    private const int ConnectionsMax = 2_000;

    public static WebApplication Build(
        ConfigurationStore configuration, PeerId peer, IPeerStores stores, ILoggerFactory loggers, HecCollector collector, Func<IGrainFactory, RestParts> restParts)
    {
        var current = configuration.Current;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(stores);
        builder.Services.AddSingleton<IGenerationView>(new SingleNodeView(peer));
        builder.Services.AddIndexerGrains();
        builder.UseGrainEngine(new GrainEngineOptions
        {
            SiloMetadata = IndexerGrains.SiloMetadata(peer),
            SiloPort = current.Server.Silo.Port,
            GatewayPort = current.Server.Gateway.Port,
        }, IndexerGrains.Assembly);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, current));
        var app = builder.Build();

        var log = loggers.CreateLogger("Indexer.Web");
        var parts = restParts(app.Services.GetRequiredService<IGrainFactory>());
        MapPort(app, current.Server.Management.Port, branch => branch.UseRestErrors(log), endpoints => endpoints.MapRest(parts));
        if (!current.Inputs.Http.Disabled)
        {
            MapPort(app, current.Inputs.Http.Listener.Port, branch => branch.UseRestErrors(log), endpoints => endpoints.MapHec(collector));
        }

        return app;
    }

    private static void MapPort(WebApplication app, int port, Action<IApplicationBuilder> before, Action<IEndpointRouteBuilder> map) =>
        app.MapWhen(context => context.Connection.LocalPort == port, branch =>
        {
            before(branch);
            branch.UseRouting();
            branch.UseEndpoints(map);
        });

    private static void Listen(KestrelServerOptions kestrel, IndexerConfiguration current)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        Listen(kestrel, current.Server.Management, current.Server.Tls);
        if (!current.Inputs.Http.Disabled)
        {
            Listen(kestrel, current.Inputs.Http.Listener, current.Server.Tls);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ListenerSettings listener, TlsSettings tls) =>
        kestrel.Listen(listener.Address, listener.Port, options =>
        {
            if (listener.Tls)
            {
                options.UseHttps(Certificate(tls));
            }
        });

    private static X509Certificate2 Certificate(TlsSettings tls)
    {
        var path = tls.CertificatePath ?? throw new IOException("a port speaks TLS and no certificate is configured; set serverCert in [sslConfig] of server.conf");
        var password = tls.CertificatePassword?.Reveal();
        if (Path.GetExtension(path).ToUpperInvariant() is ".PFX" or ".P12")
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }

        // A certificate that was loaded from PEM has a key that not every TLS stack takes; a round trip through PKCS#12 gives one that all do.
        using var pem = password is null ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, password);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }
}

using System.Net;
using System.Net.Sockets;
using Indexer.Grains.Buckets;
using Indexer.Grains.Tests.Grains;
using Indexer.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Indexer.Grains.Tests.Conformance;

/// <summary>One host with the engine that was built in, the probe grains and the product's grains, for all conformance tests.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    public static readonly PeerId Peer = PeerId.Parse("7B1A3C52-0D1E-4F6A-9C55-2E8F00000001");

    private IHost? host;

    public ProbeBoard Board { get; } = new();

    public RecordingStores Stores { get; } = new(Peer);

    public IGrainFactory Grains => host!.Services.GetRequiredService<IGrainFactory>();

    public BatchHandover Handover => host!.Services.GetRequiredService<BatchHandover>();

    public async Task InitializeAsync()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(Board);
        builder.Services.AddScoped<ProbeScope>();
        builder.Services.AddSingleton<IPeerStores>(Stores);
        builder.Services.AddSingleton<IGenerationView>(new SingleNodeView(Peer));
        builder.Services.AddIndexerGrains();
        var options = new GrainEngineOptions
        {
            ClusterId = $"conformance-{Environment.ProcessId}",
            SiloPort = FreePort(),
            GatewayPort = FreePort(),
            SiloMetadata = IndexerGrains.SiloMetadata(Peer),
        };
        builder.UseGrainEngine(options, IndexerGrains.Assembly, typeof(EngineFixture).Assembly);
        host = builder.Build();
        await host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await host!.StopAsync();
        host.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

[CollectionDefinition(Name)]
public sealed class EngineCollection : ICollectionFixture<EngineFixture>
{
    public const string Name = "engine";
}

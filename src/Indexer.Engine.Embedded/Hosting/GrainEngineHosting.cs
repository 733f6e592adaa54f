using System.Reflection;
using Indexer.Engine.Activations;
using Indexer.Engine.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Indexer.Engine.Hosting;

/// <summary>Puts the engine into a host. The other engine has a method of the same name and meaning.</summary>
public static class GrainEngineHosting
{
    /// <summary>The engine that was built in, for people.</summary>
    public const string EngineName = "embedded";

    /// <summary>
    /// Hosts the grains of the assemblies in this process; <see cref="IGrainFactory"/> is a service from then on. Grains can be
    /// called when the host has started, and are ended before it has stopped.
    /// </summary>
    /// <exception cref="NotSupportedException">At start: a grain interface that cannot be called; the message says why.</exception>
    public static IHostApplicationBuilder UseGrainEngine(this IHostApplicationBuilder builder, GrainEngineOptions options, params Assembly[] grainAssemblies)
    {
        var classes = GrainClass.Find(grainAssemblies);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IMembership>(new SingleProcessMembership(options.SiloMetadata));
        builder.Services.AddSingleton<ISiloMetadataCache>(services => services.GetRequiredService<IMembership>());
        builder.Services.AddSingleton(services => new GrainEngine(options, classes, services, services.GetRequiredService<TimeProvider>(),
            new ThreadPoolWorkQueue(), services.GetRequiredService<IMembership>(), new NoTransport(),
            new EngineLog(services.GetRequiredService<ILoggerFactory>().CreateLogger("Indexer.Engine"))));
        builder.Services.AddSingleton<IGrainFactory>(services => services.GetRequiredService<GrainEngine>());
        builder.Services.AddHostedService<EngineService>();
        return builder;
    }

    /// <summary>Stops the engine with its host. Registered before what calls grains, so stopped after it.</summary>
    private sealed class EngineService(GrainEngine engine) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
    }
}

using System.Reflection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Indexer.Engine.Hosting;

/// <summary>Puts an Orleans silo into a host. The embedded engine has a method of the same name and meaning.</summary>
public static class GrainEngineHosting
{
    /// <summary>The engine that was built in, for people.</summary>
    public const string EngineName = "orleans";

    /// <summary>
    /// Hosts the grains in a silo of this process, on loopback; <see cref="IGrainFactory"/> is a service from then on. Grains can be
    /// called when the host has started, and are ended before it has stopped.
    /// </summary>
    /// <param name="grainAssemblies">Loaded, so that Orleans, which finds grains by itself, finds these.</param>
    public static IHostApplicationBuilder UseGrainEngine(this IHostApplicationBuilder builder, GrainEngineOptions options, params Assembly[] grainAssemblies)
    {
        ArgumentNullException.ThrowIfNull(grainAssemblies);
        return builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, primarySiloEndpoint: null, serviceId: options.ClusterId, clusterId: options.ClusterId);
            silo.UseSiloMetadata(new Dictionary<string, string>(options.SiloMetadata));
            silo.Configure<SiloMessagingOptions>(messaging =>
            {
                messaging.ResponseTimeout = options.ResponseTimeout;
                messaging.MaxEnqueuedRequestsHardLimit = options.RequestsPerActivationMax;
            });
            silo.Configure<GrainCollectionOptions>(collection =>
            {
                collection.CollectionAge = options.IdleAge;
                collection.CollectionQuantum = options.IdleScanPeriod;
                collection.ActivationTimeout = options.ActivationTimeout;
                collection.DeactivationTimeout = options.DeactivationTimeout;
            });
        });
    }
}

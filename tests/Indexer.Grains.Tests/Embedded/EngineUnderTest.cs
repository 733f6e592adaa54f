using Indexer.Engine.Activations;
using Indexer.Engine.Placement;
using Indexer.Grains.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Indexer.Grains.Tests.Embedded;

/// <summary>An engine of its own, with every seam in the test's hands.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public EngineUnderTest(GrainEngineOptions? options = null, IWorkQueue? workQueue = null, IMembership? membership = null, ICallTransport? transport = null)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(Board);
        collection.AddScoped<ProbeScope>();
        collection.AddSingleton<IGrainFactory>(_ => Engine!);
        services = collection.BuildServiceProvider();
        Engine = new GrainEngine(options ?? new GrainEngineOptions(), GrainClass.Find([typeof(EngineUnderTest).Assembly]), services, Clock,
            workQueue ?? new ThreadPoolWorkQueue(), membership ?? new SingleProcessMembership(new Dictionary<string, string>()),
            transport ?? new NoTransport(), new EngineLog(NullLogger.Instance));
    }

    public ProbeBoard Board { get; } = new();

    public ManualClock Clock { get; } = new();

    public GrainEngine Engine { get; }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await services.DisposeAsync();
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Indexer.Engine.Calls;

namespace Indexer.Engine;

/// <summary>The engine's meter and activity source, both named <c>Indexer.Engine</c>.</summary>
internal static class EngineTelemetry
{
    private static readonly Meter Meter = new("Indexer.Engine");
    private static readonly ActivitySource Source = new("Indexer.Engine");

    public static readonly UpDownCounter<long> Activations =
        Meter.CreateUpDownCounter<long>("indexer.engine.activations", "{activation}", "grains in memory");

    public static readonly Counter<long> ActivationsFailed =
        Meter.CreateCounter<long>("indexer.engine.activations_failed", "{activation}", "activations whose constructor or OnActivateAsync failed");

    public static readonly Counter<long> CallsTimedOut =
        Meter.CreateCounter<long>("indexer.engine.calls_timed_out", "{call}", "calls whose callers gave up waiting");

    public static readonly Counter<long> CallsRejected =
        Meter.CreateCounter<long>("indexer.engine.calls_rejected", "{call}", "calls refused because the grain had too many waiting");

    /// <summary>Null when nobody listens.</summary>
    public static Activity? StartCall(Call call, ActivityContext parent)
    {
        var activity = Source.StartActivity(call.Method.Name, ActivityKind.Internal, parent);
        activity?.SetTag("indexer.grain.id", call.Target.ToString());
        return activity;
    }
}

using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Indexer.SiloHost;

/// <summary>Sends metrics and traces to an OTLP receiver where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
internal static class Telemetry
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Returns what ends it.</summary>
    public static Func<Task> Start(IReadOnlyDictionary<string, string> variables, string serverName)
    {
        if (!variables.TryGetValue(EndpointVariable, out var endpoint) || endpoint.Length == 0)
        {
            return () => Task.CompletedTask;
        }

        var resource = ResourceBuilder.CreateDefault().AddService("indexer", serviceInstanceId: serverName);
        var meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter("Indexer.*").AddOtlpExporter().Build();
        var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource("Indexer.*").AddOtlpExporter().Build();
        return () =>
        {
            traces?.Dispose();
            meters?.Dispose();
            return Task.CompletedTask;
        };
    }
}

using System.Text.Json.Serialization;

namespace Indexer.Client.Http;

/// <summary>Parts of an export's lines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServerMessage[]))]
[JsonSerializable(typeof(SearchStatistics))]
[JsonSerializable(typeof(SearchProgress))]
internal sealed partial class ExportJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Indexer.Client.Http;

/// <summary>An answer that has messages, or nothing else than messages.</summary>
internal sealed record MessageList(IReadOnlyList<ServerMessage>? Messages);

/// <summary>A collection, or one thing as a collection of one.</summary>
internal sealed record EntryList<T>(IReadOnlyList<Entry<T>> Entry, IReadOnlyList<ServerMessage>? Messages);

internal sealed record Entry<T>(string Name, T Content);

internal sealed record JobCreated(string Sid);

internal sealed record TimelineAnswer(IReadOnlyList<TimelineBucket> Buckets);

/// <summary>
/// Every type that is read from answers. A property that an answer does not have is null whatever its initializer says, so those
/// that must not be null say so in their getters.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(JobCreated))]
[JsonSerializable(typeof(TimelineAnswer))]
[JsonSerializable(typeof(SearchJobStatus))]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(ServerHealth))]
[JsonSerializable(typeof(OneshotProgress))]
[JsonSerializable(typeof(EntryList<SearchJobStatus>))]
[JsonSerializable(typeof(EntryList<IndexInfo>))]
[JsonSerializable(typeof(EntryList<BucketInfo>))]
[JsonSerializable(typeof(EntryList<MonitorInfo>))]
[JsonSerializable(typeof(EntryList<HttpTokenInfo>))]
internal sealed partial class ClientJson : JsonSerializerContext;

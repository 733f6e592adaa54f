using Indexer.Web.Answers;

namespace Indexer.Web.Server;

/// <param name="Status"><c>green</c>, <c>yellow</c> where something wants attention, <c>red</c> where the node does not do its work.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<Message> Messages);

internal sealed record ServerInfoAnswer(string Version, string Guid, string ServerName, string Mode, string Engine, string StartTime, HealthAnswer Health);

/// <summary>A configured value and where it comes from.</summary>
internal sealed record ConfiguredValue(string Value, string Origin);

namespace Indexer.Parsing;

/// <summary>
/// A stage behind the parser. What changes, routes or drops events takes the next stage and hands on what it lets through; the last
/// one is <see cref="EventBatches"/>. A stage runs on its stream's thread, one event at a time.
/// </summary>
public interface IEventStage
{
    void Accept(in ParsedEvent parsed);
}

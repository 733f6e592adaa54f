namespace Indexer.Inputs.Hec;

/// <summary>A request cannot be taken; carries what the sender is told.</summary>
internal sealed class HecRefusedException(HecAnswer answer) : Exception(answer.Text)
{
    public HecAnswer Answer { get; } = answer;
}

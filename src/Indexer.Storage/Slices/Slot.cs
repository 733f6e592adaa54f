namespace Indexer.Storage.Slices;

/// <summary>A variable of an event: where it stands in the slice's text, and, for a text inside a JSON value, by which template it is split further.</summary>
/// <param name="Nested">−1 for a value; otherwise the template of the nested text, whose own slots follow this one.</param>
internal readonly record struct Slot(int Start, int Length, int Nested)
{
    public const int Value = -1;

    public int End => Start + Length;
}

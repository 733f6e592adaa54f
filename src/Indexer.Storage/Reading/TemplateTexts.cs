using System.Text;
using Indexer.Model.Text;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Reading;

/// <summary>
/// The constant texts of a bucket's templates, folded and one after the other, so that one vectorised search finds a literal in
/// all of them. A zero byte, which is a major breaker, stands between pieces. Immutable.
/// </summary>
internal sealed class TemplateTexts
{
    /// <summary>Stands where a variable does, and at the end of every text.</summary>
    public const byte Separator = 0;

    private readonly byte[] text;
    private readonly int[] ends;
    private readonly bool[] json;

    public TemplateTexts(IReadOnlyList<Template> templates)
    {
        Templates = templates;
        ends = new int[templates.Count];
        json = new bool[templates.Count];
        long length = 0;
        foreach (var template in templates)
        {
            length += template.ConstantLength + template.SlotCount + 1;
        }

        text = new byte[length];
        var position = 0;
        for (var id = 0; id < ends.Length; id++)
        {
            var template = templates[id];
            for (var piece = 0; piece <= template.SlotCount; piece++)
            {
                TextFolding.Fold(template.Piece(piece), text.AsSpan(position));
                position += template.Piece(piece).Length + 1;
            }

            ends[id] = position;
            json[id] = Segmentation.IsJson(template.Piece(0));
        }
    }

    public IReadOnlyList<Template> Templates { get; }

    public int Count => ends.Length;

    /// <summary>Whether texts of the template begin like JSON. A template of nested texts does not say so by itself.</summary>
    public bool IsJson(int id) => json[id];

    public ReadOnlySpan<byte> Text(int id)
    {
        var start = id == 0 ? 0 : ends[id - 1];
        return text.AsSpan(start, ends[id] - start);
    }

    /// <summary>All words of the templates, folded, each once. A text that may be part of JSON is read both ways.</summary>
    public IReadOnlyCollection<ReadOnlyMemory<byte>> Words()
    {
        var words = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (var id = 0; id < Count; id++)
        {
            AddWords(id, IsJson(id), words);
            if (!IsJson(id) && Text(id).Contains((byte)'\\'))
            {
                AddWords(id, asJson: true, words);
            }
        }

        return words.Values;
    }

    /// <summary>Sets <paramref name="result"/> for templates for whose text <paramref name="check"/> holds, among those with the literal.</summary>
    public void Find(ReadOnlySpan<byte> literal, Span<bool> result, Predicate<int> check)
    {
        var from = 0;
        while (true)
        {
            var found = text.AsSpan(from).IndexOf(literal);
            if (found < 0)
            {
                return;
            }

            var id = Array.BinarySearch(ends, from + found + 1);
            id = id < 0 ? ~id : id;
            result[id] = check(id);
            from = ends[id];
        }
    }

    private void AddWords(int id, bool asJson, Dictionary<string, ReadOnlyMemory<byte>> target)
    {
        var start = id == 0 ? 0 : ends[id - 1];
        var words = Segmentation.Words(Text(id), asJson);
        while (words.MoveNext())
        {
            target.TryAdd(Encoding.Latin1.GetString(words.Current), text.AsMemory(start + words.Start, words.Length));
        }
    }
}

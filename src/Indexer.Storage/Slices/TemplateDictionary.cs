namespace Indexer.Storage.Slices;

/// <summary>
/// The templates of one bucket, numbered in the order in which slices brought them; 0 is <see cref="Template.WholeText"/>.
/// One writer; readers see a list that only grows.
/// </summary>
internal sealed class TemplateDictionary
{
    private readonly Dictionary<ulong, List<int>> byHash = [];
    private readonly List<Template> templates = [Template.WholeText];

    public int Count => templates.Count;

    /// <summary>Bytes of constant text in all templates.</summary>
    public long ConstantBytes { get; private set; }

    /// <summary>The ids of a slice's templates, in their order; new ones are added.</summary>
    public int[] Resolve(IReadOnlyList<Template> slice)
    {
        var ids = new int[slice.Count];
        for (var i = 1; i < ids.Length; i++)
        {
            ids[i] = IdOf(slice[i]);
        }

        return ids;
    }

    /// <summary>All templates so far; a copy.</summary>
    public Template[] Snapshot() => [.. templates];

    private int IdOf(Template template)
    {
        var hash = template.Hash();
        if (byHash.TryGetValue(hash, out var candidates))
        {
            foreach (var id in candidates)
            {
                if (templates[id].SameAs(template))
                {
                    return id;
                }
            }
        }
        else
        {
            byHash.Add(hash, candidates = []);
        }

        ConstantBytes += template.ConstantLength;
        candidates.Add(templates.Count);
        templates.Add(template);
        return templates.Count - 1;
    }
}

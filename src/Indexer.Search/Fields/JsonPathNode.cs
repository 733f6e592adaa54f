using System.Text;

namespace Indexer.Search.Fields;

/// <summary>
/// A place in the JSON of events, with the field it is: names joined by points, <c>{}</c> for the elements of an array. Nodes
/// are made as places are seen, and know at once whether anything at or below them is wanted. Not thread-safe.
/// </summary>
internal sealed class JsonPathNode
{
    private readonly Tree tree;
    private readonly string path;
    private readonly Utf8Map<JsonPathNode>? children;
    private JsonPathNode? elements;

    private JsonPathNode(Tree tree, string path, bool inArray)
    {
        this.tree = tree;
        this.path = path;
        InArray = inArray;
        Ordinal = path.Length == 0 ? -1 : tree.Columns.Find(path);
        LeadsOn = tree.Wanted.ContainsBelow(path);
        children = LeadsOn ? new Utf8Map<JsonPathNode>() : null;
    }

    /// <summary>The column of a scalar at this place; −1 for none.</summary>
    public int Ordinal { get; }

    /// <summary>Whether there is anything to find within an object or array at this place.</summary>
    public bool LeadsOn { get; }

    /// <summary>Whether the place is within an array, so that one event can have several values there.</summary>
    public bool InArray { get; }

    public bool IsUseless => Ordinal < 0 && !LeadsOn;

    public static JsonPathNode CreateRoot(WantedFields wanted, FieldColumns columns) => new(new Tree(wanted, columns), string.Empty, inArray: false);

    /// <summary>The place of a property of an object at this place. Call it where <see cref="LeadsOn"/>.</summary>
    public JsonPathNode Property(ReadOnlySpan<byte> name)
    {
        if (children!.TryGet(name, out var child))
        {
            return child;
        }

        var text = Encoding.UTF8.GetString(name);
        child = new JsonPathNode(tree, path.Length == 0 ? text : $"{path}.{text}", InArray);
        if (tree.TryCount())
        {
            children.Add(name, child);
        }

        return child;
    }

    /// <summary>The place of the elements of an array at this place. Call it where <see cref="LeadsOn"/>.</summary>
    public JsonPathNode Elements() => elements ??= new JsonPathNode(tree, path + "{}", inArray: true);

    private sealed class Tree(WantedFields wanted, FieldColumns columns)
    {
        // Bounds what names that are never the same twice can take; beyond it nodes are made and forgotten.
        private const int NodesMax = 16_384;
        private int nodes;

        public WantedFields Wanted => wanted;

        public FieldColumns Columns => columns;

        public bool TryCount() => nodes++ < NodesMax;
    }
}

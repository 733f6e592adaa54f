using System.Text;
using Indexer.Configuration.Files;
using Indexer.Configuration.Layers;
using Indexer.Model;

namespace Indexer.Configuration;

/// <summary>The node's GUID, kept in <c>etc/instance.cfg</c>. Names of buckets carry it, so it never changes.</summary>
public static class InstanceIdentity
{
    private const string Stanza = "general";
    private const string Key = "guid";

    public static string PathOf(string home) => Path.Combine(home, "etc", "instance.cfg");

    /// <summary>The node's id; made with <paramref name="newGuid"/> and written on the first start.</summary>
    /// <exception cref="ConfigurationException">The file is there and has no GUID. It is left as it is.</exception>
    public static PeerId LoadOrCreate(string home, IConfigurationFiles files, Func<Guid> newGuid)
    {
        var path = PathOf(home);
        if (files.Read(path) is not { } bytes)
        {
            var id = new PeerId(newGuid());
            files.WriteAtomically(path, Encoding.UTF8.GetBytes(ConfEditor.Set("", Stanza, Key, id.ToString())));
            return id;
        }

        var entry = ConfDocument.Parse(bytes).Stanzas
            .Where(stanza => stanza.Name == Stanza)
            .SelectMany(stanza => stanza.Entries)
            .LastOrDefault(entry => entry.Key == Key);
        if (Guid.TryParse(entry?.Value, out var guid))
        {
            return new PeerId(guid);
        }

        var problems = new ProblemList();
        problems.Error(new ValueOrigin("etc", path, entry?.Line ?? 0), Stanza, Key,
            $"expected the node's GUID, found '{entry?.Value}'; restore it from a backup, or from the names of the node's replicated buckets");
        throw new ConfigurationException(problems.ToList());
    }
}

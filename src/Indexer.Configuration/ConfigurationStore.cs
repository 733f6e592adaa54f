using System.Text;
using Indexer.Configuration.Files;
using Indexer.Configuration.Layers;
using Indexer.Configuration.Listing;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration;

/// <summary>What an edit brought.</summary>
/// <param name="Configuration">Now in force.</param>
/// <param name="Changes">What is different, and what of it needs a restart.</param>
/// <param name="Overridden">Values that were written and that a higher layer overrides, so that they have no effect.</param>
public sealed record EditResult(
    IndexerConfiguration Configuration, IReadOnlyList<ConfigurationChange> Changes, IReadOnlyList<ConfigurationProblem> Overridden);

/// <summary>
/// The configuration in force, and the way to a newer one. Thread-safe: readers take <see cref="Current"/> and keep it as long
/// as they need one consistent view; reloads and edits come one after the other.
/// </summary>
public sealed class ConfigurationStore
{
    private readonly ConfigurationEnvironment environment;
    private readonly IConfigurationFiles files;
    private readonly Lock gate = new();
    private volatile IndexerConfiguration current;

    private ConfigurationStore(ConfigurationEnvironment environment, IConfigurationFiles files, IndexerConfiguration current)
    {
        this.environment = environment;
        this.files = files;
        this.current = current;
    }

    public IndexerConfiguration Current => current;

    /// <exception cref="ConfigurationException">Something is wrong; lists all that is.</exception>
    public static ConfigurationStore Open(ConfigurationEnvironment environment, IConfigurationFiles files) =>
        new(environment, files, IndexerConfiguration.Load(environment, files));

    /// <summary>Reads the files again.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; the configuration in force stays.</exception>
    public IndexerConfiguration Reload()
    {
        lock (gate)
        {
            return current = IndexerConfiguration.Load(environment, files, current.Version + 1);
        }
    }

    /// <summary>
    /// Changes <c>etc/system/local/&lt;file&gt;.conf</c>. The whole configuration is checked as it would be; only then is the file
    /// written, comments and order kept, and the new configuration in force.
    /// </summary>
    /// <param name="file">Without <c>.conf</c>.</param>
    /// <exception cref="ConfigurationException">The result would be wrong; nothing was written.</exception>
    /// <exception cref="IOException">The file cannot be read or written; the configuration in force stays.</exception>
    public EditResult Edit(string file, Action<ConfigurationEdit> change)
    {
        var schema = ConfigurationSchema.Find(file)
            ?? throw new KeyNotFoundException($"there is no file '{file}.conf'{NearestName.Suggest(file, ConfigurationSchema.Files.Select(known => known.Name))}");
        var path = Path.Combine(environment.Home, "etc", "system", "local", schema.Name + ".conf");
        lock (gate)
        {
            var problems = new ProblemList();
            var edit = new ConfigurationEdit(schema, Read(path, problems), problems);
            change(edit);
            if (problems.HasErrors)
            {
                throw new ConfigurationException(problems.ToList());
            }

            var content = Encoding.UTF8.GetBytes(edit.Text);
            var before = current;
            var after = IndexerConfiguration.Load(environment, new EditedFiles(files, path, content), before.Version + 1);
            files.WriteAtomically(path, content);
            current = after;
            return new EditResult(after, after.ChangesSince(before), Overridden(after, schema, edit));
        }
    }

    private string Read(string path, ProblemList problems)
    {
        if (files.Read(path) is not { } bytes)
        {
            return "";
        }

        if (!ConfDocument.TryDecode(bytes, out var text, out var error))
        {
            problems.Error(new ValueOrigin(ValueOrigin.LocalLayer, path, error.Line), null, null, error.Message);
        }

        return text;
    }

    private static List<ConfigurationProblem> Overridden(IndexerConfiguration configuration, FileSchema schema, ConfigurationEdit edit)
    {
        var overridden = new ProblemList();
        foreach (var (stanza, key) in edit.Written)
        {
            if (configuration.OriginOf(schema, stanza, key) is { } origin && origin.Layer != ValueOrigin.LocalLayer)
            {
                overridden.Warn(origin, stanza, key, "this place overrides the value that was written; change it there");
            }
        }

        return [.. overridden.ToList()];
    }
}

using Indexer.Configuration;
using Indexer.Model;
using Indexer.Storage.Lifecycle;
using Indexer.Web.Answers;

namespace Indexer.Web.Indexes;

/// <summary>Changes indexes: first what is configured, then what is stored, so that a restart finds the same.</summary>
internal sealed class IndexAdministration(ConfigurationStore configuration, StorageService storage)
{
    private const string File = "indexes";
    private static readonly (string Key, string Path)[] Paths =
    [
        ("homePath", "$INDEXER_DB/{0}/db"), ("coldPath", "$INDEXER_DB/{0}/colddb"), ("thawedPath", "$INDEXER_DB/{0}/thaweddb"),
    ];

    public async Task<IReadOnlyList<Message>> AddAsync(IndexName index, IReadOnlyDictionary<string, string> keys, CancellationToken cancellation)
    {
        if (storage.Indexes.Contains(index) || configuration.Current.Indexes.Indexes.ContainsKey(index))
        {
            throw RestException.Conflict($"index '{index}' exists already; edit it instead");
        }

        var result = configuration.Edit(File, edit =>
        {
            edit.AddStanza(index.Value);
            foreach (var (key, path) in Paths.Where(path => !keys.ContainsKey(path.Key)))
            {
                edit.Set(index.Value, key, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, index));
            }

            Set(edit, index, keys);
        });
        try
        {
            await storage.AddIndexAsync(result.Configuration.Indexes.Indexes[index], cancellation);
        }
        catch
        {
            configuration.Edit(File, edit => edit.RemoveStanza(index.Value));
            throw;
        }

        return MessagesOf(result);
    }

    public async Task<IReadOnlyList<Message>> EditAsync(IndexName index, IReadOnlyDictionary<string, string> keys, CancellationToken cancellation)
    {
        EnsureExists(index);
        var result = configuration.Edit(File, edit => Set(edit, index, keys));
        if (!keys.Keys.Any(key => key.EndsWith("Path", StringComparison.Ordinal)))
        {
            await storage.EditIndexAsync(result.Configuration.Indexes.Indexes[index], cancellation);
        }

        return MessagesOf(result);
    }

    public async Task<IReadOnlyList<Message>> RemoveAsync(IndexName index, CancellationToken cancellation)
    {
        EnsureExists(index);
        if (index.IsInternal || index == IndexName.Main)
        {
            throw RestException.Conflict($"index '{index}' belongs to the program and cannot be removed; its events can be erased with clean eventdata");
        }

        var result = configuration.Edit(File, edit => edit.RemoveStanza(index.Value));
        if (result.Configuration.Indexes.Indexes.ContainsKey(index))
        {
            throw RestException.Conflict($"index '{index}' is configured by an app too; remove it there first");
        }

        await storage.RemoveIndexAsync(index, cancellation);
        return
        [
            Message.Information($"index '{index}' was removed with all its events"),
            .. result.Configuration.Warnings.Where(warning => warning.Message.Contains($"'{index}'", StringComparison.Ordinal)).Select(warning => Message.Warning(warning.ToString())),
        ];
    }

    /// <summary>Reads the configuration again and puts what it says about indexes into effect.</summary>
    public async Task<IReadOnlyList<Message>> ReloadAsync(CancellationToken cancellation)
    {
        var current = configuration.Reload();
        var messages = new List<Message>();
        foreach (var (index, settings) in current.Indexes.Indexes)
        {
            if (!storage.Indexes.Contains(index))
            {
                await storage.AddIndexAsync(settings, cancellation);
                messages.Add(Message.Information($"index '{index}' was added"));
                continue;
            }

            try
            {
                await storage.EditIndexAsync(settings, cancellation);
            }
            catch (ArgumentException e)
            {
                messages.Add(Message.Warning(e.Message));
            }
        }

        storage.EditVolumes([.. current.Indexes.Volumes.Values]);
        messages.AddRange(storage.Indexes.Where(index => !current.Indexes.Indexes.ContainsKey(index))
            .Select(index => Message.Warning($"index '{index}' is configured no longer; it goes on until a restart, and its files stay")));
        return messages;
    }

    private void EnsureExists(IndexName index)
    {
        if (!storage.Indexes.Contains(index))
        {
            throw new UnknownIndexException(index);
        }
    }

    private static void Set(ConfigurationEdit edit, IndexName index, IReadOnlyDictionary<string, string> keys)
    {
        foreach (var (key, value) in keys)
        {
            edit.Set(index.Value, key, value);
        }
    }

    private static IReadOnlyList<Message> MessagesOf(EditResult result) =>
    [
        .. result.Changes.Where(change => change.NeedsRestart).Select(change => Message.Warning($"{change.File}.conf [{change.Stanza}] {change.Key} takes effect with a restart")),
        .. result.Overridden.Select(problem => Message.Warning(problem.ToString())),
    ];
}

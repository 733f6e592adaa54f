using System.Collections.Concurrent;

namespace Indexer.Grains.Tests.Conformance;

/// <summary>
/// Where probe grains and tests meet: gates that a test opens, signals that a grain gives, and what happened, in order. Names are
/// grain keys, which no two tests share.
/// </summary>
public sealed class ProbeBoard
{
    /// <summary>Far more than any machine needs; running into it fails the test.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> signals = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> happened = new();

    public void Signal(string name) => For(name).TrySetResult();

    public Task WaitFor(string name) => For(name).Task.WaitAsync(Patience);

    public void Note(string key, string what) => happened.GetOrAdd(key, static _ => new()).Enqueue(what);

    public string[] NotesOf(string key) => happened.TryGetValue(key, out var notes) ? [.. notes] : [];

    private TaskCompletionSource For(string name) =>
        signals.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

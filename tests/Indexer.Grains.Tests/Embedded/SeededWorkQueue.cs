using Indexer.Engine.Activations;

namespace Indexer.Grains.Tests.Embedded;

/// <summary>Turns run when the test says so, on its thread, in an order that the seed decides.</summary>
internal sealed class SeededWorkQueue(int seed) : IWorkQueue
{
    private readonly Random random = new(seed);
    private readonly List<IThreadPoolWorkItem> ready = [];

    public void Enqueue(IThreadPoolWorkItem item) => ready.Add(item);

    /// <summary>Returns when nothing is left to run.</summary>
    public void RunAll()
    {
        while (ready.Count > 0)
        {
            var chosen = random.Next(ready.Count);
            var item = ready[chosen];
            ready.RemoveAt(chosen);
            item.Execute();
        }
    }
}

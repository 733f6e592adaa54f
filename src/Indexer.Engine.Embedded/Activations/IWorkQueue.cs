namespace Indexer.Engine.Activations;

/// <summary>
/// Where turns get a thread: the seam behind which a simulation decides which activation goes next. Items may run at the same
/// time and in any order.
/// </summary>
internal interface IWorkQueue
{
    void Enqueue(IThreadPoolWorkItem item);
}

/// <summary>Turns run on the threads of the pool.</summary>
internal sealed class ThreadPoolWorkQueue : IWorkQueue
{
    public void Enqueue(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
}

using Indexer.Engine.Calls;

namespace Indexer.Engine.Placement;

/// <summary>Takes calls to grains of other silos: the seam behind which there is a network, a simulated one, or nothing.</summary>
internal interface ICallTransport
{
    /// <summary>The call ends with an answer or an error, sooner or later. Does not throw.</summary>
    void Send(Call call, SiloAddress silo);
}

/// <summary>There is no other silo.</summary>
internal sealed class NoTransport : ICallTransport
{
    public void Send(Call call, SiloAddress silo) =>
        call.Reject(new SiloUnavailableException($"{call.Target} belongs to silo {silo}, which this node, running alone, cannot reach"));
}

namespace Indexer.Storage.Tests.Disk;

/// <summary>What <see cref="FaultDisk"/> does at which mutation (from 1; 0 for never).</summary>
internal readonly record struct FaultPlan(FaultKind Kind, int Mutation)
{
    public static FaultPlan None => default;
}

internal enum FaultKind
{
    Error,
    PowerLoss,
}

/// <summary>How much of what was not synced is there after a crash.</summary>
internal enum Survival
{
    /// <summary>Nothing: the disk is exactly what was synced.</summary>
    None,

    /// <summary>Sectors of writes, lengths and names, each with even odds.</summary>
    Some,

    /// <summary>Everything, as after the end of a process on a machine that lives on.</summary>
    All,
}

/// <summary>The machine of a <see cref="FaultDisk"/> has lost power.</summary>
internal sealed class PowerLostException() : IOException("the machine has lost power");

/// <summary>An error that a test asked for.</summary>
internal sealed class InjectedFaultException(string what) : IOException($"injected: {what}");

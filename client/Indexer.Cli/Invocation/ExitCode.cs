namespace Indexer.Cli.Invocation;

/// <summary>What scripts learn from the end of a command. Documented in docs/cli.md; never renumbered.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It was tried and did not work, or a check found something wrong.</summary>
    public const int Failed = 1;

    /// <summary>What was typed is wrong; a search with a mistake too.</summary>
    public const int Usage = 2;

    /// <summary>The node gives no answer.</summary>
    public const int Unreachable = 3;

    /// <summary>The node, or the state it is in, does not allow it.</summary>
    public const int Refused = 4;

    /// <summary>Ctrl-C; the number that shells use.</summary>
    public const int Interrupted = 130;
}

namespace Indexer.SiloHost;

/// <summary>How the process ends, for scripts and service managers.</summary>
internal static class ExitCode
{
    public const int Stopped = 0;

    /// <summary>Something unforeseen.</summary>
    public const int Failed = 1;

    /// <summary>The configuration or an argument is wrong; starting again does not help.</summary>
    public const int Configuration = 2;

    /// <summary>A port is taken.</summary>
    public const int PortTaken = 3;

    /// <summary>Another process has the home directory.</summary>
    public const int HomeLocked = 4;
}

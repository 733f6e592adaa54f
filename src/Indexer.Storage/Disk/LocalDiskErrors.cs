namespace Indexer.Storage.Disk;

/// <summary>Turns what the framework throws into what <see cref="IDisk"/> promises.</summary>
internal static class LocalDiskErrors
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int QuotaExceededBsd = 69;

    public static bool Translates(Exception exception) =>
        exception is UnauthorizedAccessException || (exception is IOException && IsDiskFull(exception.HResult));

    public static IOException Translate(Exception exception, string path) => exception is IOException
        ? new DiskFullException(path, exception)
        : new IOException($"no permission for '{path}': give the user that runs this process read and write access", exception);

    /// <param name="error">An errno; the framework hands it on as the HResult of an <see cref="IOException"/>.</param>
    public static bool IsDiskFull(int error) =>
        error == NoSpace || error == (OperatingSystem.IsLinux() ? QuotaExceeded : QuotaExceededBsd);
}

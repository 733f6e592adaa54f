namespace Indexer.Configuration.Files;

/// <summary>The files as they would be after an edit that is not written yet.</summary>
internal sealed class EditedFiles(IConfigurationFiles files, string editedPath, byte[] editedContent) : IConfigurationFiles
{
    public byte[]? Read(string path) => path == editedPath ? editedContent : files.Read(path);

    public IReadOnlyList<string> ListDirectories(string path) => files.ListDirectories(path);

    public string? WhyNotWritable(string directory) => files.WhyNotWritable(directory);

    public void WriteAtomically(string path, ReadOnlySpan<byte> content) =>
        throw new InvalidOperationException("an edit is written only after it was checked");
}

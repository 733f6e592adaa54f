namespace Indexer.Storage.Buckets;

/// <summary>Names of the files in a bucket's directory.</summary>
public static class BucketFiles
{
    /// <summary>The journal of a hot bucket; gone once the bucket is sealed.</summary>
    public const string JournalDirectory = "journal";

    /// <summary>The events and all that is needed to make the other files again.</summary>
    public const string RawDataDirectory = "rawdata";

    /// <summary>Written last: a directory without it holds no finished bucket.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>In <see cref="RawDataDirectory"/>: the slices and their directory.</summary>
    public const string Slices = "slices";

    public const string Terms = "bucket.tsidx";

    /// <summary>Sorted runs of terms of a bucket that is being written.</summary>
    public const string RunsDirectory = "runs";

    /// <summary>What a rebuild writes before it replaces the old files.</summary>
    public const string RebuildDirectory = "rebuild";

    public const string BloomFilter = "bloomfilter";

    public const string Hosts = "Hosts.data";

    public const string Sources = "Sources.data";

    public const string SourceTypes = "SourceTypes.data";

    /// <summary>Ids of the batches that the bucket holds, so that a batch sent again after a restart is recognised.</summary>
    public const string Batches = "Batches.data";

    /// <summary>Which events <c>delete</c> hid. It changes after the bucket is sealed, so no manifest lists it.</summary>
    public const string Deletes = "deletes";

    public const string TermsExtension = ".tsidx";

    /// <summary>A file that is being written; of no meaning after a crash.</summary>
    public const string TemporaryExtension = ".tmp";

    /// <summary>Whether the manifest of a sealed bucket answers for the file. Others are markers, temporary or change later.</summary>
    /// <param name="relativePath">Path inside the bucket with <c>/</c> between names.</param>
    public static bool IsListed(string relativePath) =>
        relativePath is not (Manifest or Deletes)
        && !relativePath.EndsWith(TemporaryExtension, StringComparison.Ordinal)
        && !relativePath.StartsWith("corrupt.", StringComparison.Ordinal)
        && !IsJournal(relativePath);

    /// <summary>Whether the file belongs to the journal of a hot bucket.</summary>
    public static bool IsJournal(string relativePath) =>
        relativePath.StartsWith(JournalDirectory + "/", StringComparison.Ordinal);

    /// <summary>Whether the file is one that cannot be made again from others.</summary>
    public static bool IsRawData(string relativePath) =>
        relativePath.StartsWith(RawDataDirectory + "/", StringComparison.Ordinal);

    public static bool IsTerms(string relativePath) => relativePath.EndsWith(TermsExtension, StringComparison.Ordinal);
}

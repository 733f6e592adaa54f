namespace Indexer.Storage.Slices;

/// <summary>Where slices and pages end. Part of the format: copies of a bucket are byte-identical because all of them cut here.</summary>
internal static class SliceLimits
{
    /// <summary>A slice holds at most this many events.</summary>
    public const int EventsMax = 8192;

    /// <summary>A slice ends with the event that brings its raw text to this size.</summary>
    public const int RawBytes = 3 << 20;

    /// <summary>A page ends with the table that brings its raw text to this size.</summary>
    public const int PageRawBytes = 96 << 10;

    /// <summary>A template with more raw text than this in one slice is spread over several pages.</summary>
    public const int TableRawBytesMax = 144 << 10;

    /// <summary>A template with fewer rows than this in a slice is not worth a dictionary entry; its rows are kept as whole texts.</summary>
    public const int TemplateRowsMin = 2;

    /// <summary>Variables of one event; what comes after is one more variable.</summary>
    public const int SlotsMax = 1000;

    /// <summary>A longer event is kept as one whole text.</summary>
    public const int TemplatedEventBytesMax = 1 << 16;

    /// <summary>A hot bucket with more templates rolls: all of them are in memory while it is written, and when it is searched.</summary>
    public const int TemplatesMax = 1 << 18;

    /// <summary>A hot bucket whose templates have more bytes of constant text rolls.</summary>
    public const long TemplateBytesMax = 32 << 20;
}

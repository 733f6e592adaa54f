using Indexer.Model;
using Indexer.Storage.Compression;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Slices;

/// <summary>Reads whole slices, event by event. Not thread-safe.</summary>
internal sealed class SliceEventReader(IDiskFile file, Template[] templates, CompressionDictionary? dictionary)
{
    private readonly RowColumns rows = new();
    private readonly RowGroups groups = new();
    private readonly PageColumns page = new();
    private readonly TableColumns table = new();
    private readonly int[] starts = new int[SliceLimits.EventsMax];
    private readonly int[] lengths = new int[SliceLimits.EventsMax];
    private readonly int[] rowOfArrival = new int[SliceLimits.EventsMax];
    private byte[] text = [];

    public int RowOfArrival(int index) => rowOfArrival[index];

    public EventTime Time(int row) => new(rows.Times[row]);

    /// <summary>The ordinal in the bucket of a row's origin.</summary>
    public int Origin(int row) => rows.Origins[row];

    public ReadOnlySpan<byte> Fields(int row) => rows.Fields(row);

    public ReadOnlySpan<byte> Raw(int row) => text.AsSpan(starts[row], lengths[row]);

    /// <summary>Throws <see cref="BucketDamagedException"/>.</summary>
    public void Read(SliceInfo slice)
    {
        SliceFileReading.ReadRows(file, slice, rows);
        var own = Array.ConvertAll(slice.TemplateIds, id => templates[id]);
        if (text.Length < slice.RawBytes + PaddedCopy.Padding)
        {
            text = new byte[slice.RawBytes + PaddedCopy.Padding];
        }

        try
        {
            groups.Group(rows.Templates, own.Length);
            var position = 0;
            var seen = 0;
            foreach (var info in slice.Pages)
            {
                SliceFileReading.ReadPage(file, slice, info, dictionary, page);
                for (var t = 0; t < info.Tables.Length; t++)
                {
                    page.Decode(t, own, table);
                    var first = groups.StartOf(info.Tables[t]);
                    var lengthMax = table.RowLengthMax();
                    for (var r = 0; r < table.Rows; r++)
                    {
                        if (text.Length - position < lengthMax + PaddedCopy.Padding)
                        {
                            Array.Resize(ref text, checked(text.Length + lengthMax + PaddedCopy.Padding));
                        }

                        var row = groups.Rows[first + r];
                        starts[row] = position;
                        lengths[row] = table.Write(r, page.Arena, text.AsSpan(position));
                        position += lengths[row];
                        seen++;
                    }
                }
            }

            if (seen != slice.Events || position != slice.RawBytes)
            {
                throw new InvalidDataException($"a slice has {seen} events with {position} bytes; its header says {slice.Events} with {slice.RawBytes}");
            }
        }
        catch (InvalidDataException e)
        {
            throw new BucketDamagedException(file.Path, slice.Offset, e.Message, e);
        }

        rowOfArrival.AsSpan(0, slice.Events).Fill(-1);
        for (var row = 0; row < slice.Events; row++)
        {
            ref var known = ref rowOfArrival[rows.Arrival(row)];
            known = known < 0 ? row : throw new BucketDamagedException(file.Path, slice.Offset, "two events of a slice have the same place in the order of arrival");
        }
    }
}

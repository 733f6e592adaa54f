using Indexer.Model;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Reading;

/// <summary>The rows of one slice that match a query. Thread-safe.</summary>
internal sealed class SliceScan(BucketContent bucket, SliceInfo slice, QueryNode query, ScanRequest request) : IScanUnit
{
    public BucketId Bucket => bucket.Id;

    public IndexName Index => bucket.Id.Index;

    public EventTime Earliest => new(Math.Max(slice.Earliest, request.Range.Earliest.Nanoseconds));

    public EventTime Latest => new(Math.Min(slice.Latest, request.Range.Latest.Nanoseconds - 1));

    public int CountMax => slice.Events;

    /// <summary>Whether some page of the slice may have matching rows.</summary>
    public static bool MayMatch(SliceInfo slice, QueryNode query)
    {
        for (var p = 0; p < slice.Pages.Length; p++)
        {
            foreach (var table in slice.Pages[p].Tables)
            {
                if (query.Decide(new TablePlace(slice, table, slice.FirstPage + p)) != Truth.None)
                {
                    return true;
                }
            }
        }

        return false;
    }

    public EventBlock Read(CancellationToken cancellation)
    {
        var wantsText = request.Columns.HasFlag(EventColumns.Raw);
        var block = new PooledEventBlock(bucket, request.Columns, slice.Events, wantsText ? (int)Math.Min(slice.RawBytes, 1 << 16) : 0);
        var scratch = SliceScratch.Rent();
        try
        {
            FindRows(scratch, cancellation, wantsText ? block : null);
            var rows = scratch.Rows.Rows;
            for (var row = slice.Events - 1; row >= 0; row--)
            {
                if (scratch.Matching[row])
                {
                    block.Add(rows.Times[row], rows.Origins[row], slice.FirstEvent + rows.Arrival(row),
                        scratch.TextStarts[row], scratch.TextLengths[row], rows.Fields(row));
                }
            }

            return block;
        }
        catch (Exception e)
        {
            block.Dispose();
            ThrowDamage(e);
            throw;
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>Counts matching rows by span, with as little reading as the index allows.</summary>
    public void Count(TimeSpans spans, CancellationToken cancellation)
    {
        var oneSpan = request.Range.Covers(new EventTime(slice.Earliest), new EventTime(slice.Latest))
            && spans.SpanOf(slice.Earliest) == spans.SpanOf(slice.Latest);
        var scratch = SliceScratch.Rent();
        try
        {
            if (oneSpan)
            {
                spans.Add(slice.Earliest, CountPages(scratch, cancellation));
                return;
            }

            FindRows(scratch, cancellation, target: null);
            spans.AddAll(scratch.Rows.Rows.Times, scratch.Matching);
        }
        catch (Exception e)
        {
            ThrowDamage(e);
            throw;
        }
        finally
        {
            scratch.Return();
        }
    }

    // Reports damage, and throws it where the exception does not say yet that it is such.
    private void ThrowDamage(Exception exception)
    {
        switch (exception)
        {
            case BucketDamagedException damage:
                bucket.OnDamage(damage);
                break;
            case InvalidDataException invalid:
                var found = new BucketDamagedException(bucket.SliceFile!.Path, slice.Offset, invalid.Message, invalid);
                bucket.OnDamage(found);
                throw found;
        }
    }

    // All rows count for the same span: only pages that the index cannot count are looked at, and rows only where they decide.
    private long CountPages(SliceScratch scratch, CancellationToken cancellation)
    {
        long count = 0;
        Template[]? templates = null;
        for (var p = 0; p < slice.Pages.Length; p++)
        {
            var known = CountFromIndex(slice.Pages[p], slice.FirstPage + p);
            if (known < 0)
            {
                cancellation.ThrowIfCancellationRequested();
                templates ??= ReadTemplates(scratch, query.NeedsRows);
                known = CountRows(scratch, slice.Pages[p], slice.FirstPage + p, templates);
            }

            count += known;
        }

        return count;
    }

    private long CountFromIndex(PageInfo page, int pageNumber)
    {
        var known = query.CountOf(slice, page, pageNumber);
        if (known >= 0)
        {
            return known;
        }

        known = 0;
        foreach (var table in page.Tables)
        {
            switch (query.Decide(new TablePlace(slice, table, pageNumber)))
            {
                case Truth.Some:
                    return -1;
                case Truth.All:
                    known += table.Rows;
                    break;
                default:
                    break;
            }
        }

        return known;
    }

    private long CountRows(SliceScratch scratch, PageInfo page, int pageNumber, Template[] templates)
    {
        long count = 0;
        var unpacked = false;
        for (var t = 0; t < page.Tables.Length; t++)
        {
            var table = page.Tables[t];
            var place = new TablePlace(slice, table, pageNumber);
            var truth = query.Decide(place);
            if (truth == Truth.All)
            {
                count += table.Rows;
            }
            else if (truth == Truth.Some)
            {
                if (!unpacked)
                {
                    SliceFileReading.ReadPage(bucket.SliceFile!, slice, page, bucket.Dictionary, scratch.Rows.Page);
                    unpacked = true;
                }

                scratch.Rows.Begin(place, t, templates, scratch.Groups.Rows, query.NeedsRows ? scratch.Groups.StartOf(table) : 0);
                var active = scratch.Active.AsSpan(0, table.Rows);
                active.Fill(true);
                query.Narrow(scratch.Rows, active);
                count += active.Count(true);
            }
        }

        return count;
    }

    private Template[] ReadTemplates(SliceScratch scratch, bool withRows)
    {
        var templates = Array.ConvertAll(slice.TemplateIds, id => bucket.Templates.Templates[id]);
        if (withRows)
        {
            SliceFileReading.ReadRows(bucket.SliceFile!, slice, scratch.Rows.Rows);
            scratch.Groups.Group(scratch.Rows.Rows.Templates, templates.Length);
        }

        return templates;
    }

    // Marks the matching rows of the slice and, where text is wanted, writes their text to the target.
    private void FindRows(SliceScratch scratch, CancellationToken cancellation, PooledEventBlock? target)
    {
        var rows = scratch.Rows;
        var templates = ReadTemplates(scratch, withRows: true);
        scratch.Matching.AsSpan(0, slice.Events).Clear();
        var range = RowsInRange(rows.Rows.Times);
        for (var p = 0; p < slice.Pages.Length; p++)
        {
            cancellation.ThrowIfCancellationRequested();
            FindRowsOfPage(scratch, slice.Pages[p], slice.FirstPage + p, templates, range, target);
        }
    }

    private void FindRowsOfPage(SliceScratch scratch, PageInfo page, int pageNumber, Template[] templates, Range range, PooledEventBlock? target)
    {
        var rows = scratch.Rows;
        var (rangeStart, rangeEnd) = (range.Start.Value, range.End.Value);
        var unpacked = false;
        for (var t = 0; t < page.Tables.Length; t++)
        {
            var table = page.Tables[t];
            var place = new TablePlace(slice, table, pageNumber);
            var truth = query.Decide(place);
            if (truth == Truth.None)
            {
                continue;
            }

            var first = scratch.Groups.StartOf(table);
            var active = scratch.Active.AsSpan(0, table.Rows);
            var any = false;
            for (var r = 0; r < active.Length; r++)
            {
                var row = scratch.Groups.Rows[first + r];
                active[r] = row >= rangeStart && row < rangeEnd;
                any |= active[r];
            }

            if (!any)
            {
                continue;
            }

            if (truth == Truth.Some || target is not null)
            {
                if (!unpacked)
                {
                    SliceFileReading.ReadPage(bucket.SliceFile!, slice, page, bucket.Dictionary, rows.Page);
                    unpacked = true;
                }

                rows.Begin(place, t, templates, scratch.Groups.Rows, first);
                if (truth == Truth.Some)
                {
                    query.Narrow(rows, active);
                }
            }

            Take(scratch, active, first, target);
        }
    }

    private static void Take(SliceScratch scratch, ReadOnlySpan<bool> active, int first, PooledEventBlock? target)
    {
        var rows = scratch.Rows;
        var lengthMax = target is null ? 0 : rows.Table.RowLengthMax();
        for (var r = 0; r < active.Length; r++)
        {
            if (!active[r])
            {
                continue;
            }

            var row = scratch.Groups.Rows[first + r];
            scratch.Matching[row] = true;
            if (target is not null)
            {
                var space = target.Reserve(lengthMax + PaddedCopy.Padding, out var start);
                var length = rows.Table.Write(r, rows.Page.Arena, space);
                target.GiveBack(space.Length - length);
                scratch.TextStarts[row] = start;
                scratch.TextLengths[row] = length;
            }
        }
    }

    // Times ascend: the rows in the wanted range follow each other.
    private Range RowsInRange(ReadOnlySpan<long> times)
    {
        var start = 0;
        var end = times.Length;
        while (start < end && times[start] < request.Range.Earliest.Nanoseconds)
        {
            start++;
        }

        while (end > start && times[end - 1] >= request.Range.Latest.Nanoseconds)
        {
            end--;
        }

        return start..end;
    }
}

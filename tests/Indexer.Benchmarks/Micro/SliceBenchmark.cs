using Indexer.Storage.Compression;
using Indexer.Storage.Slices;

namespace Indexer.Benchmarks.Micro;

/// <summary>Encodes a file line by line into slices in memory and prints sizes and times.</summary>
internal static class SliceBenchmark
{
    public static void Run(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var encoder = new SliceEncoder();
        var slice = new EncodedSlice();
        var input = new SliceInput();
        var dictionary = new TemplateDictionary();
        long body = 0, rows = 0, words = 0, wordBytes = 0, slices = 0, pages = 0, header = 0, allocated = 0, raw = 0;
        var cpu = TimeSpan.Zero;
        var decodeCpu = TimeSpan.Zero;
        CompressionDictionary? textDictionary = null;
        var info = new ByteBuffer();
        long time = 1_700_000_000_000_000_000;
        var position = 0;
        void Flush()
        {
            var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            var before = Environment.CpuUsage.TotalTime;
            var samples = slices == 0 ? new TextSamples() : null;
            encoder.Encode(input.Read(), slice, textDictionary, samples);
            cpu += Environment.CpuUsage.TotalTime - before;
            allocated += slices < 10 ? 0 : GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            body += slice.Body.Length;
            var packedWith = textDictionary;
            textDictionary ??= samples?.Train(PageEncoder.CompressionLevel);
            rows += slice.RowsLength;
            words += slice.Words.Count;
            slices++;
            pages += slice.Pages.Count;
            foreach (var w in slice.Words)
            {
                wordBytes += w.Length;
            }

            info.Clear();
            var described = slice.Describe(0, dictionary.Resolve(slice.Templates));
            described.Write(info);
            header += info.Length;
            before = Environment.CpuUsage.TotalTime;
            Check(input.Read(), slice, described, packedWith);
            decodeCpu += Environment.CpuUsage.TotalTime - before;
            raw += slice.RawBytes;
            input.Clear();
        }

        while (position < bytes.Length)
        {
            var rest = bytes.AsSpan(position);
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            position += line.Length + 1;
            time += 5_000_000 / 1_000_000_000 * 1_000_000_000;
            if (line.IsEmpty)
            {
                continue;
            }

            input.Add(time, 0, line, default);
            if (input.IsFull)
            {
                Flush();
            }
        }

        if (input.Count > 0)
        {
            Flush();
        }

        var list = new List<byte>();
        foreach (var template in dictionary.Snapshot())
        {
            template.Write(list);
        }

        Console.WriteLine($"raw {raw:N0} slices {slices} pages {pages} body {body:N0} = {100.0 * body / raw:F2} % (rows {100.0 * rows / raw:F2} %, headers {100.0 * header / raw:F3} %)");
        Console.WriteLine($"words {words:N0} ({words * 1e9 / raw / 1e6:F1} M/GB, {wordBytes / (double)words:F1} B each), templates {dictionary.Count} = {list.Count:N0} B");
        Console.WriteLine($"{(double)allocated / slices:N0} B allocated a slice");
        Console.WriteLine($"encode cpu {cpu.TotalSeconds:F2} s = {raw / 1e6 / cpu.TotalSeconds:F0} MB/s, decode and compare {raw / 1e6 / decodeCpu.TotalSeconds:F0} MB/s");
    }

    private static readonly RowColumns Rows = new();
    private static readonly PageColumns Page = new();
    private static readonly TableColumns Table = new();
    private static readonly byte[] Line = new byte[16 << 20];

    private static void Check(SliceInput.View input, EncodedSlice slice, SliceInfo info, CompressionDictionary? dictionary)
    {
        var position = 0;
        var header = new ByteBuffer();
        info.Write(header);
        info = SliceInfo.Read(header.Span, ref position);
        Rows.Decode(slice.Body.Span.Slice(info.RowsOffset, info.RowsLength), info);
        var templates = slice.Templates.ToArray();
        var byTemplate = new List<int>[templates.Length];
        for (var row = 0; row < Rows.Count; row++)
        {
            (byTemplate[Rows.Templates[row]] ??= []).Add(row);
        }

        var seen = 0;
        foreach (var page in info.Pages)
        {
            Page.Unpack(slice.Body.Span.Slice(page.Offset, page.Length), page, dictionary);
            for (var t = 0; t < page.Tables.Length; t++)
            {
                Page.Decode(t, templates, Table);
                for (var r = 0; r < Table.Rows; r++)
                {
                    var length = Table.Write(r, Page.Arena, Line);
                    var row = byTemplate[page.Tables[t].Template][page.Tables[t].FirstRow + r];
                    if (!input.Raw(Rows.Arrival(row)).SequenceEqual(Line.AsSpan(0, length)))
                    {
                        throw new InvalidDataException($"row {row}: {System.Text.Encoding.UTF8.GetString(Line.AsSpan(0, length))} <> {System.Text.Encoding.UTF8.GetString(input.Raw(Rows.Arrival(row)))}");
                    }

                    seen++;
                }
            }
        }

        if (seen != input.Count)
        {
            throw new InvalidDataException($"{seen} of {input.Count} rows");
        }
    }
}

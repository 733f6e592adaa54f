using System.Text;
using Indexer.Model.Text;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Tests.Slices;

/// <summary>The vectorised words of a slice are the words of <see cref="Segmentation"/>.</summary>
public sealed class TextBitmapsTests
{
    [Fact]
    [Trait("Row", "EVT-11")]
    public void Words_are_those_of_segmentation()
    {
        var bitmaps = new TextBitmaps();
        for (var seed = 0; seed < Seeds.Count(300); seed++)
        {
            var events = new EventSamples(seed).Events(30);
            var text = events.SelectMany(each => each.Raw.Append((byte)'\n')).ToArray();
            bitmaps.Build(text, text.Length);
            var start = 0;
            foreach (var each in events)
            {
                var end = start + each.Raw.Length;
                var json = Segmentation.IsJson(each.Raw);
                if (json)
                {
                    bitmaps.BreakAtEscapes(text.AsSpan(0, end), start, end);
                }

                Assert.True(Expected(each.Raw, json).SequenceEqual(Actual(bitmaps, text, start, end)), $"seed {seed}: {Encoding.Latin1.GetString(each.Raw)}");
                start = end + 1;
            }
        }
    }

    private static List<string> Expected(byte[] raw, bool json)
    {
        var found = new List<string>();
        var words = Segmentation.Words(raw, json);
        while (words.MoveNext())
        {
            found.Add(Encoding.Latin1.GetString(words.Current));
        }

        return found;
    }

    private static List<string> Actual(TextBitmaps bitmaps, byte[] text, int start, int end)
    {
        var found = new List<string>();
        for (var from = bitmaps.NextWord(start, end); from < end;)
        {
            var to = bitmaps.WordEnd(from, end);
            found.Add(Encoding.Latin1.GetString(text.AsSpan(from, to - from)));
            from = to < end ? bitmaps.NextWord(to, end) : end;
        }

        return found;
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Indexer.Search.Fields;

namespace Indexer.Search.Tests.Fields;

public sealed class KeyValueTests
{
    [Theory]
    [InlineData("a=1 b=2", "a=1; b=2")]
    [InlineData("user=\"Bob Smith\" id=7", "user=Bob Smith; id=7")]
    [InlineData(@"msg=""say \""hi\"" C:\\x \d"" x=1", @"msg=say ""hi"" C:\x \d; x=1")]
    [InlineData("a=1,b=2;c=3&d=4|e=5", "a=1; b=2; c=3; d=4; e=5")]
    [InlineData("GET /x?q=1&r=2 HTTP", "q=1; r=2")]
    [InlineData("url=http://h/p?q=1&r=2", "url=http://h/p?q=1; r=2")]
    [InlineData("(uid=0) [gid=5] {k=v} f(x=1)", "uid=0; gid=5; k=v; x=1")]
    [InlineData("call=f(1) next=g[2] t={3}", "call=f(1); next=g[2]; t={3}")]
    [InlineData("logname= uid=0 tty=NODEVssh ruser= rhost=1.2.3.4  user=root", "uid=0; tty=NODEVssh; rhost=1.2.3.4; user=root")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("x==1 y===2 ==== a=1", "a=1")]
    [InlineData("a!=1 b<=2 c>=3 d:=4", "")]
    [InlineData("--user=bob -p=1 2nd=x", "user=bob; p=1; nd=x")]
    [InlineData("a.b-c_d=1 größe=2", "a.b-c_d=1; größe=2")]
    [InlineData("k=first k=second", "k=first")]
    [InlineData("k=\"\" k=x", "k=x")]
    [InlineData("k=\"never closed x=1", "k=never closed x=1")]
    [InlineData("k=\"never closed\nx=1", "k=never closed; x=1")]
    [InlineData("m=\"inner=1\" inner=2", "m=inner=1; inner=2")]
    [InlineData("a=x\"b=1\"", "a=x; b=1")]
    [InlineData("no pairs here", "")]
    [InlineData("=", "")]
    [InlineData("host=evil source=x _time=5 index=z a=1", "a=1")]
    [InlineData("a=1\tb=2\r\nc=3\n", "a=1; b=2; c=3")]
    public void Pairs(string raw, string expected) => Assert.Equal(expected, Extraction.All(raw));

    [Fact]
    public void Bytes_that_are_no_text_do_no_harm()
    {
        var rows = Extraction.Run(new ListedEvents([[.. "a="u8, 0xFF, 0xC3, .. " b=1"u8]]), WantedFields.All);

        Assert.Equal("1", rows["b", 0].AsText());
        Assert.Equal("\uFFFD\uFFFD", rows["a", 0].AsText());
    }

    [Theory]
    [InlineData("superuser=a user=b", "user=b")]
    [InlineData("user==x user= user=b", "user=b")]
    [InlineData("m=\"user=a\" user=b", "user=b")]
    [InlineData("u=http://x?user=a user=b", "user=b")]
    [InlineData("x=1;user=\"b c\"", "user=b c")]
    [InlineData("--user=b", "user=b")]
    [InlineData("User=a", "")]
    public void One_wanted_key_is_found_by_the_same_rules(string raw, string expected) => Assert.Equal(expected, Extraction.Only(raw, ["user"]));

    [Fact]
    public void Looking_for_some_keys_finds_what_looking_for_all_does()
    {
        var pieces = Gen.Elements("k", "kk", "user", "=", "=", "=", " ", " ", "\"", "\\", ",", ";", "&", "(", ")", "[", "]", "{x}", "-", ".", "1", "é", "_", "\n", "http://h?k=", "k=", " user=");
        Prop.ForAll(pieces.ListOf().Select(string.Concat).ToArbitrary(), raw =>
        {
            var text = Encoding.UTF8.GetBytes(raw);
            if (raw.StartsWith('{') || raw.StartsWith('['))
            {
                text = [(byte)' ', (byte)'.', .. text];
            }

            var all = Extraction.Run(new ListedEvents([text]), WantedFields.All);
            foreach (var key in new[] { "k", "kk", "user", "é", "k.k", "k1" })
            {
                Assert.Equal(all[key, 0], Extraction.Run(new ListedEvents([text]), WantedFields.Of([key]))[key, 0]);
            }

            var several = Extraction.Run(new ListedEvents([text]), WantedFields.Of(["k", "kk", "user", "é", "k1", "u"]));
            Assert.Equal(all["user", 0], several["user", 0]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void A_field_with_few_values_allocates_its_column_and_nothing_per_event()
    {
        const int Rows = 4_000;
        var events = new ListedEvents([.. Enumerable.Range(0, Rows).Select(i => Encoding.UTF8.GetBytes($"id={i} user=u{i % 6} note=\"n {i}\""))]);
        var extractor = FieldExtractor.Create(WantedFields.Of(["user"]), _ => ExtractionRules.Default);
        extractor.Extract(events, new Indexer.Search.Values.RowBatch(Rows));

        var before = GC.GetAllocatedBytesForCurrentThread();
        extractor.Extract(events, new Indexer.Search.Values.RowBatch(Rows));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, Rows * 16, (Rows * 16) + 2_000);
    }

    [Fact]
    public void Values_that_repeat_are_one_object()
    {
        var rows = Extraction.Run(new ListedEvents([.. Enumerable.Repeat("user=alice"u8.ToArray(), 3)]), WantedFields.Of(["user"]));

        Assert.True(rows["user", 0].TryGetText(out var first) && rows["user", 2].TryGetText(out var last) && ReferenceEquals(first, last));
    }
}

using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Indexer.Search.Fields;

namespace Indexer.Search.Tests.Fields;

public sealed class JsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":"x","c":true,"d":null,"e":-1.50e3}""", "a=1; b=x; c=true; d=null; e=-1.50e3")]
    [InlineData("""{"a":{"b":{"c":1}},"d":2}""", "a.b.c=1; d=2")]
    [InlineData("""{"l":[1,"x",{"m":2},{"m":3}],"n":[[4],[5]]}""", "l{}=1|x; l{}.m=2|3; n{}{}=4|5")]
    [InlineData("""[{"a":1},{"a":2}]""", "{}.a=1|2")]
    [InlineData("""{"a\"b":"q\\\/\n\u00e9\ud83d\ude00\ud83d","k":""}""", "a\"b=q\\/\né😀\uFFFD; k=")]
    [InlineData("""  { "a" : 1 , "b" : [ ] , "c" : { } }  """, "a=1")]
    [InlineData("""{"a.b":1,"a":{"b":2}}""", "a.b=1")]
    [InlineData("""{"a":1,"a":2}""", "a=1")]
    [InlineData("""{"a":1,"b":"cut""", "a=1")]
    [InlineData("""{"a":1,"b":{"c":2,"d":[3,""", "a=1; b.c=2; b.d{}=3")]
    [InlineData("""{"a":1} k=v""", "a=1")]
    [InlineData("""{"msg":"user=bob"}""", "msg=user=bob")]
    [InlineData("""{"host":"h","_raw":"r","index":"i","a":1}""", "a=1")]
    [InlineData("""{not json} k=v""", "k=v")]
    [InlineData("""[notice] k=v""", "k=v")]
    [InlineData("{}", "")]
    public void Events_that_are_json(string raw, string expected) => Assert.Equal(expected, Extraction.All(raw));

    [Theory]
    [InlineData("d", "d=2")]
    [InlineData("a.b.c", "a.b.c=1")]
    [InlineData("l{}.m", "l{}.m=2|3")]
    [InlineData("l{}", "l{}=0")]
    [InlineData("a.b", "")]
    [InlineData("a", "")]
    [InlineData("missing", "")]
    public void One_wanted_path(string field, string expected) =>
        Assert.Equal(expected, Extraction.Only("""{"x":"}{\"][","a":{"z":[{}],"b":{"c":1}},"d":2,"l":[{"m":2},0,{"m":3}]}""", [field]));

    [Fact]
    public void Json_mode_looks_for_no_pairs_and_none_for_nothing()
    {
        Assert.Equal("", Extraction.All("k=v", Extraction.Rules(AutomaticExtraction.Json)));
        Assert.Equal("", Extraction.All("""{"a":1}""", Extraction.Rules(AutomaticExtraction.None)));
    }

    [Fact]
    public void Deep_nesting_ends_somewhere_and_does_no_harm()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100_000));

        Assert.Equal("", Extraction.All(deep));
        Assert.Equal("b=1", Extraction.All("{\"x\":" + string.Concat(Enumerable.Repeat("[", 100_000)) + string.Concat(Enumerable.Repeat("]", 100_000)) + ",\"b\":1}"));
    }

    [Fact]
    public void A_long_array_takes_linear_time()
    {
        var rows = Extraction.Run(new ListedEvents("{\"l\":[" + string.Join(',', Enumerable.Range(0, 300_000)) + "]}"), WantedFields.All);

        Assert.Equal(300_000, rows["l{}", 0].Items.Count);
    }

    [Fact]
    public void Fields_beyond_the_limit_are_left_out_and_said_so()
    {
        var events = new ListedEvents([.. Enumerable.Range(0, 3_000).Select(i => Encoding.UTF8.GetBytes($"{{\"k{i}\":1}}"))]);
        var rows = new Indexer.Search.Values.RowBatch(events.Count);
        var extractor = FieldExtractor.Create(WantedFields.All, _ => ExtractionRules.Default);

        extractor.Extract(events, rows);

        Assert.True(extractor.Truncated);
        Assert.InRange(rows.Fields.Count, 1_000, 2_000);
    }

    [Fact]
    public void Looking_for_some_fields_finds_what_looking_for_all_does()
    {
        var scalars = Gen.Elements<Func<JsonNode?>>(() => 1, () => "x\"y\\", () => true, () => null, () => "é", () => 1.5);
        var names = Gen.Elements("a", "b", "a.b", "é", "q\"");
        Gen<Func<JsonNode?>> Node(int depth) => depth == 0 ? scalars : Gen.Frequency(
            (3, scalars),
            (2, Gen.Zip(names, Node(depth - 1)).ListOf().Select(list => (Func<JsonNode?>)(() =>
            {
                var result = new JsonObject();
                foreach (var (name, node) in list)
                {
                    result[name] = node();
                }

                return result;
            }))),
            (1, Node(depth - 1).ListOf().Select(list => (Func<JsonNode?>)(() => new JsonArray([.. list.Select(node => node())])))));

        var objects = Gen.Zip(Gen.Zip(Node(3), Node(2)), Gen.Choose(0, 200)).ToArbitrary();
        Prop.ForAll(objects, input =>
        {
            var text = new JsonObject { ["a"] = input.Item1.Item1(), ["b"] = input.Item1.Item2() }.ToJsonString();

            // Some are cut off.
            var raw = Encoding.UTF8.GetBytes(text)[..Math.Min(text.Length, Math.Max(input.Item2, 10))];
            var all = Extraction.Run(new ListedEvents([raw]), WantedFields.All);
            foreach (var field in all.Fields)
            {
                Assert.Equal(all[field, 0], Extraction.Run(new ListedEvents([raw]), WantedFields.Of([field]))[field, 0]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Any_bytes_are_extracted_from_without_harm()
    {
        var pieces = Gen.Elements("{", "}", "[", "]", "\"", ":", ",", "\\", "\\u12", "\\ud83d", "1", "null", " ", "a", "\0", "=", "é");
        Prop.ForAll(pieces.ListOf().Select(list => "{\"" + string.Concat(list)).ToArbitrary(), raw =>
        {
            Extraction.All(raw);
            Extraction.Only(raw, ["a"]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}

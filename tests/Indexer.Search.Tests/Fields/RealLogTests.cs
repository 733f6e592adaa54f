using System.Text.Json;
using System.Text.RegularExpressions;
using Indexer.Search.Fields;
using Indexer.Search.Values;
using Xunit.Abstractions;

namespace Indexer.Search.Tests.Fields;

public sealed class RealLogTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("windows/windows-events.jsonl.gz")]
    [InlineData("zeek/zeek-json_weird.json.gz")]
    public void Json_events_give_what_a_json_parser_sees(string path)
    {
        var lines = RealLogs.ReadLines(path, 2_000, output);

        var rows = Extraction.Run(new ListedEvents(lines), WantedFields.All);

        for (var row = 0; row < lines.Count; row++)
        {
            using var document = JsonDocument.Parse(lines[row]);
            var expected = new Dictionary<string, List<string>>(StringComparer.Ordinal);
            Flatten(document.RootElement, string.Empty, expected);
            foreach (var (field, values) in expected.Where(pair => !WantedFields.IsReserved(pair.Key)))
            {
                Assert.Equal(values, rows[field, row].Items.Select(item => item.AsText()));
            }

            Assert.All(rows.Fields.Where(field => !rows[field, row].IsNull), field => Assert.Contains(field, expected.Keys));
        }
    }

    [Theory]
    [InlineData("windows/windows-events.jsonl.gz")]
    [InlineData("loghub/Linux.log")]
    [InlineData("loghub/OpenStack.log")]
    [InlineData("loghub/Hadoop.log")]
    [InlineData("loghub/Android.log")]
    public void Looking_for_one_field_finds_what_looking_for_all_does(string path)
    {
        var lines = RealLogs.ReadLines(path, 300, output);
        var all = Extraction.Run(new ListedEvents(lines), WantedFields.All);

        foreach (var field in all.Fields)
        {
            var one = Extraction.Run(new ListedEvents(lines), WantedFields.Of([field]));
            Assert.True(all.TryGetColumn(field, out var expected) && one.TryGetColumn(field, out var actual) && expected.AsSpan().SequenceEqual(actual), field);
        }
    }

    [Fact]
    public void Remote_hosts_of_failed_logins_are_found_as_grep_finds_them()
    {
        var lines = RealLogs.ReadLines("loghub/Linux.log", int.MaxValue, output);

        var rows = Extraction.Run(new ListedEvents(lines), WantedFields.Of(["rhost"]));

        for (var row = 0; row < lines.Count; row++)
        {
            var match = Regex.Match(System.Text.Encoding.UTF8.GetString(lines[row]), @"\brhost=(\S+)");
            Assert.Equal(match.Success ? Value.Of(match.Groups[1].Value) : Value.Null, rows["rhost", row]);
        }
    }

    private static void Flatten(JsonElement element, string path, Dictionary<string, List<string>> fields)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", fields);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Flatten(item, path + "{}", fields);
                }

                break;
            default:
                if (!fields.TryGetValue(path, out var values))
                {
                    fields.Add(path, values = []);
                }

                // Of properties with one name the first one counts.
                if (values.Count == 0 || path.Contains("{}", StringComparison.Ordinal))
                {
                    values.Add(element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText());
                }

                break;
        }
    }
}

using System.Net;
using System.Text;
using Indexer.Inputs.Tests.Support;
using Indexer.Model;

namespace Indexer.Inputs.Tests.Hec;

public sealed class HecConformanceTests : IAsyncLifetime
{
    private const string Event = "/services/collector/event";
    private HecServer server = null!;

    public async Task InitializeAsync() => server = await HecServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("""{"event":"a"}""", 200, """{"text":"Success","code":0}""")]
    [InlineData("""{"event":"a"}{"event":"b"}""", 200, """{"text":"Success","code":0}""")]
    [InlineData("{\"event\":\"a\"}\r\n \t{\"event\":\"b\"}\n", 200, """{"text":"Success","code":0}""")]
    [InlineData("""{"event":{"a":[1,{"b":"}"}]},"unknown":{"x":[1]}}""", 200, """{"text":"Success","code":0}""")]
    [InlineData("""{"event":false}""", 200, """{"text":"Success","code":0}""")]
    [InlineData("", 400, """{"text":"No data","code":5}""")]
    [InlineData("  \n ", 400, """{"text":"No data","code":5}""")]
    [InlineData("hello", 400, """{"text":"Invalid data format","code":6,"invalid-event-number":0}""")]
    [InlineData("{\"event\":\"a\"}{\"event\":\"b\"", 400, """{"text":"Invalid data format","code":6,"invalid-event-number":1}""")]
    [InlineData("""{"event":"a"},{"event":"b"}""", 400, """{"text":"Invalid data format","code":6,"invalid-event-number":1}""")]
    [InlineData("""[{"event":"a"}]""", 400, """{"text":"Invalid data format","code":6,"invalid-event-number":0}""")]
    [InlineData("""{"event":"a","time":"noon"}""", 400, """{"text":"Invalid data format","code":6,"invalid-event-number":0}""")]
    [InlineData("""{"event":"a","time":1e30}""", 400, """{"text":"Invalid data format","code":6,"invalid-event-number":0}""")]
    [InlineData("""{"event":"a","host":{}}""", 400, """{"text":"Invalid data format","code":6,"invalid-event-number":0}""")]
    [InlineData("""{"event":"\ud800"}""", 400, """{"text":"Invalid data format","code":6,"invalid-event-number":0}""")]
    [InlineData("""{"event":"a"}{"host":"h"}""", 400, """{"text":"Event field is required","code":12,"invalid-event-number":1}""")]
    [InlineData("""{"event":null}""", 400, """{"text":"Event field is required","code":12,"invalid-event-number":0}""")]
    [InlineData("""{"event":""}""", 400, """{"text":"Event field cannot be blank","code":13,"invalid-event-number":0}""")]
    [InlineData("""{"event":"a","fields":{"x":{"y":1}}}""", 400, """{"text":"Error in handling indexed fields","code":15,"invalid-event-number":0}""")]
    [InlineData("""{"event":"a","fields":[1]}""", 400, """{"text":"Error in handling indexed fields","code":15,"invalid-event-number":0}""")]
    public async Task Every_body_has_its_answer(string body, int status, string answer) =>
        Assert.Equal(((HttpStatusCode)status, answer), await server.PostAsync(Event, body));

    [Theory]
    [InlineData("""{"event":"a"}{"event":"b","index":"nosuch"}""", 1, "index 'nosuch' does not exist; add it first")]
    [InlineData("""{"event":"a","index":"off"}""", 0, "index 'off' is disabled")]
    [InlineData("""{"event":"a","index":"not a name"}""", 0, "index name 'not a name' has the character ' '; only ASCII letters, digits, underscore and hyphen are allowed")]
    public async Task An_index_that_takes_no_events_is_refused_with_the_number_of_the_event(string body, int number, string reason)
    {
        var (status, answer) = await server.PostAsync(Event, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal($$"""{"text":"Incorrect index","code":7,"invalid-event-number":{{number}},"reason":"{{reason.Replace("'", "\\u0027")}}"}""", answer);
        Assert.Empty(server.Ingesting.Texts());
    }

    [Fact]
    public async Task A_token_writes_only_to_its_indexes() =>
        Assert.Contains("\"code\":7", (await server.PostAsync(Event, """{"event":"a","index":"web"}""", HecServer.LimitedToken)).Body);

    [Theory]
    [InlineData(null, 401, 2)]
    [InlineData("Splunk", 401, 3)]
    [InlineData("Negotiate abc", 401, 3)]
    [InlineData("Basic !!!", 401, 3)]
    [InlineData("Splunk nobody", 403, 4)]
    [InlineData("Splunk " + HecServer.DisabledToken, 403, 1)]
    [InlineData("Splunk " + HecServer.Token, 200, 0)]
    [InlineData("splunk   " + HecServer.Token, 200, 0)]
    public async Task Every_authorization_has_its_answer(string? authorization, int status, int code)
    {
        var headers = authorization is null ? Array.Empty<(string, string)>() : [("Authorization", authorization)];
        var answer = await server.PostAsync(Event, """{"event":"a"}""", token: null, headers);

        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Contains($"\"code\":{code}", answer.Body);
    }

    [Fact]
    public async Task The_token_may_be_the_password_of_basic_authentication()
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes("anyone:" + HecServer.Token));
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Event, """{"event":"a"}""", null, ("Authorization", "Basic " + pair))).Status);
    }

    [Theory]
    [InlineData(HecServer.QueryToken, 200, 0)]
    [InlineData(HecServer.Token, 400, 16)]
    public async Task The_token_may_stand_in_the_address_where_that_is_enabled(string token, int status, int code)
    {
        var answer = await server.PostAsync($"{Event}?token={token}", """{"event":"a"}""", token: null);
        Assert.Equal(((HttpStatusCode)status, true), (answer.Status, answer.Body.Contains($"\"code\":{code}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/services/collector")]
    [InlineData("/services/collector/event")]
    [InlineData("/services/collector/event/1.0")]
    public async Task Every_path_of_events_takes_events(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(path, """{"event":"a"}""")).Status);

    [Fact]
    public async Task An_envelope_says_everything_about_its_event()
    {
        await server.PostAsync(Event, """
            {"time":1700000000.123456789,"host":"h\u00e9","source":"s","sourcetype":"t","index":"web","event":"caf\u00e9 \"x\"","fields":{"a":"1","n":5,"l":["x","y"]}}
            {"time":"1700000001","event":{"k": "v"},"index":"web"}
            {"time":1700000002500,"event":[1, 2],"index":"web"}
            """);

        var events = server.Ingesting.Events(IndexName.Parse("web"));
        Assert.Equal(
            [
                new StoredEvent(new EventTime(1700000000_123456789), new EventOrigin("hé", "s", "t"), "café \"x\"", "a=1,n=5,l=x,l=y"),
                new StoredEvent(new EventTime(1700000001_000000000), new EventOrigin("token-host", "http:plain", "httpevent"), """{"k": "v"}""", ""),
                new StoredEvent(new EventTime(1700000002_500000000), new EventOrigin("token-host", "http:plain", "httpevent"), "[1, 2]", ""),
            ],
            events);
    }

    [Fact]
    public async Task Raw_text_is_cut_into_lines_with_the_address_saying_what_they_are()
    {
        var answer = await server.PostAsync("/services/collector/raw?host=h&source=s&sourcetype=syslog&index=web", "Jan  2 03:04:05 a b: one\nJan  2 03:04:06 a b: two");

        Assert.Equal((HttpStatusCode.OK, """{"text":"Success","code":0}"""), answer);
        var events = server.Ingesting.Events(IndexName.Parse("web"));
        Assert.Equal(["Jan  2 03:04:05 a b: one", "Jan  2 03:04:06 a b: two"], events.Select(stored => stored.Raw));
        Assert.All(events, stored => Assert.Equal(new EventOrigin("h", "s", "syslog"), stored.Origin));
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("\n\n", 5)]
    public async Task Raw_text_without_events_is_no_data(string body, int code) =>
        Assert.Contains($"\"code\":{code}", (await server.PostAsync("/services/collector/raw/1.0", body)).Body);

    [Theory]
    [InlineData("/services/collector/health")]
    [InlineData("/services/collector/health/1.0")]
    public async Task Health_needs_no_token(string path) =>
        Assert.Equal("""{"text":"HEC is healthy","code":17}""", await server.Client.GetStringAsync(path));

    [Fact]
    public async Task A_refused_request_stores_nothing_of_itself()
    {
        await server.PostAsync(Event, """{"event":"good"}{"event":"also good"}{"nothing":1}""");
        Assert.Empty(server.Ingesting.Texts());
    }
}

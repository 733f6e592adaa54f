using System.IO.Compression;
using System.Net;
using System.Text;
using Indexer.Inputs.Tests.Support;

namespace Indexer.Inputs.Tests.Hec;

public sealed class HostileRequestTests : IAsyncLifetime
{
    private const string Event = "/services/collector/event";
    private const string Raw = "/services/collector/raw";
    private HecServer server = null!;

    public async Task InitializeAsync() => server = await HecServer.StartAsync(limits: "max_content_length = 2MB\nmax_event_size = 100KB");

    public async Task DisposeAsync()
    {
        // Whatever came, the collector goes on.
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Event, """{"event":"still here"}""")).Status);
        Assert.Contains("still here", server.Ingesting.Texts());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Compressed_bodies_are_unpacked()
    {
        Assert.Equal(HttpStatusCode.OK, (await PostGzipAsync(Event, """{"event":"packed","time":1}"""u8.ToArray())).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostGzipAsync(Raw, "packed line\n"u8.ToArray())).Status);
        Assert.Equal(["packed", "packed line"], server.Ingesting.Texts());
    }

    [Fact]
    public async Task A_body_that_unpacks_to_more_than_the_limit_is_refused()
    {
        var answer = await PostGzipAsync(Raw, new byte[200 << 20]);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, true), (answer.Status, answer.Body.Contains("\"code\":6", StringComparison.Ordinal)));
        Assert.Empty(server.Ingesting.Texts());
    }

    [Fact]
    public async Task What_is_no_gzip_is_refused() =>
        Assert.Contains("\"code\":6", (await server.PostAsync(Event, """{"event":"plain"}""", HecServer.Token, ("Content-Encoding", "gzip"))).Body);

    [Fact]
    public async Task Gzip_that_ends_in_the_middle_stores_nothing()
    {
        var packed = Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i => $$"""{"event":"event {{i}} {{Guid.NewGuid()}}"}"""))));
        using var content = new ByteArrayContent(packed[..(packed.Length / 2)]);
        content.Headers.ContentEncoding.Add("gzip");

        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync(Event, content)).Status);
        Assert.Empty(server.Ingesting.Texts());
    }

    [Fact]
    public async Task An_unknown_encoding_is_named() =>
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await server.PostAsync(Event, "x", HecServer.Token, ("Content-Encoding", "br"))).Status);

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_whether_it_says_so_or_not()
    {
        var body = string.Concat(Enumerable.Repeat("""{"event":"0123456789"}""", 150_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.PostAsync(Event, body)).Status);

        using var chunked = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body)));
        chunked.Headers.ContentLength = null;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.PostAsync(Event, chunked)).Status);
        Assert.Empty(server.Ingesting.Texts());
    }

    [Fact]
    public async Task An_event_beyond_the_limit_is_refused_with_its_number()
    {
        var body = """{"event":"small"}{"event":""" + '"' + new string('x', 200_000) + "\"}";
        var answer = await server.PostAsync(Event, body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Contains("\"invalid-event-number\":1", answer.Body);
    }

    [Fact]
    public async Task A_body_that_is_shorter_than_it_says_stores_nothing()
    {
        var answer = await server.SpeakAsync($"POST {Event} HTTP/1.1\r\nHost: x\r\nAuthorization: Splunk {HecServer.Token}\r\nContent-Length: 1000\r\n\r\n{{\"event\":\"half\"}}", endSending: true);
        Assert.DoesNotContain(" 200 ", answer);
        Assert.DoesNotContain("half", server.Ingesting.Texts());
    }

    [Fact]
    public async Task A_body_that_is_longer_than_it_says_is_cut_there()
    {
        var answer = await server.SpeakAsync($"POST {Event} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Splunk {HecServer.Token}\r\nContent-Length: 15\r\n\r\n{{\"event\":\"one\"}}{{\"event\":\"two\"}}", endSending: false);
        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.Equal(["one"], server.Ingesting.Texts());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"event\":")]
    [InlineData("{\"event\":\"\\u00")]
    [InlineData("{\"event\":}")]
    [InlineData("{\"event\":\"a\"]}")]
    [InlineData("{\"event\":\"a\" \"b\"}")]
    [InlineData("}")]
    [InlineData("\0")]
    [InlineData("{\"event\":\"a\"}}")]
    public async Task Malformed_envelopes_are_refused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync(Event, body)).Status);

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        var body = "{\"event\":" + new string('[', 10_000) + new string(']', 10_000) + "}";
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync(Event, body)).Status);
    }

    [Fact]
    public async Task Invalid_utf8_and_binary_are_taken_as_they_are()
    {
        using var body = new ByteArrayContent([.. "{\"event\":\""u8, 0xFF, 0xFE, 0x80, .. "\"}"u8]);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Event, body)).Status);
        Assert.Single(server.Ingesting.Texts());
    }

    private async Task<(HttpStatusCode Status, string Body)> PostGzipAsync(string path, byte[] bytes)
    {
        using var content = new ByteArrayContent(Pack(bytes));
        content.Headers.ContentEncoding.Add("gzip");
        return await server.PostAsync(path, content);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}

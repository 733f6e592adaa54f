using System.Text;
using Indexer.Web.Answers;
using Microsoft.AspNetCore.Http;

namespace Indexer.Web.Tests;

public sealed class ParametersTests
{
    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a=body&b=x%20y")]
    [InlineData("application/json", """{"a":"body","b":"x y","c":null}""")]
    [InlineData(null, "a=body&b=x+y")]
    public async Task A_body_may_be_a_form_or_an_object_and_wins_over_the_query(string? type, string body)
    {
        var parameters = await ReadAsync("?a=query&q=1", type, body);
        Assert.Equal(("body", "x y", "1", null), (parameters.Text("a"), parameters.Text("b"), parameters.Text("q"), parameters.Text("c")));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    public async Task Json_that_is_no_object_is_refused(string body) =>
        await Assert.ThrowsAsync<RestException>(() => ReadAsync("", "application/json", body));

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("99999999999999999999")]
    public async Task A_number_that_is_none_is_refused(string text)
    {
        var parameters = await ReadAsync("", "application/json", $$"""{"n":"{{text}}"}""");
        Assert.Contains("'n'", Assert.Throws<RestException>(() => parameters.Number("n", 0)).Message);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("True", true)]
    [InlineData("f", false)]
    [InlineData("", false)]
    public async Task A_flag_has_several_spellings(string text, bool expected) =>
        Assert.Equal(expected, (await ReadAsync($"?f={text}", null, "")).Flag("f"));

    private static async Task<Parameters> ReadAsync(string query, string? type, string body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.QueryString = new QueryString(query);
        context.Request.ContentType = type;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return await Parameters.ReadAsync(context);
    }
}

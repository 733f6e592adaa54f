using System.Globalization;
using Indexer.Client.Http;

namespace Indexer.Client;

/// <summary>Searches that go on without the caller, and whose results can be read more than once.</summary>
public sealed class SearchJobsClient
{
    private const string Path = "/services/search/jobs";

    private readonly RestConnection connection;

    internal SearchJobsClient(RestConnection connection) => this.connection = connection;

    /// <summary>Starts a search and returns its id.</summary>
    public async Task<string> CreateAsync(SearchRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var form = request.ToForm(outputMode: null, progress: false);
        form.Add(new("exec_mode", "normal"));
        return (await connection.CallAsync(HttpMethod.Post, Path, form, ClientJson.Default.JobCreated, cancellation)).Sid;
    }

    /// <summary>All jobs that the node keeps.</summary>
    public async Task<IReadOnlyList<SearchJobStatus>> ListAsync(CancellationToken cancellation = default)
    {
        var list = await connection.GetAsync(Path, ClientJson.Default.EntryListSearchJobStatus, cancellation);
        return [.. list.Entry.Select(entry => entry.Content with { Sid = entry.Name })];
    }

    /// <summary>How a job is doing.</summary>
    public Task<SearchJobStatus> GetAsync(string sid, CancellationToken cancellation = default) =>
        connection.GetAsync(Of(sid), ClientJson.Default.SearchJobStatus, cancellation);

    /// <summary>Rows of a job that has ended.</summary>
    /// <param name="offset">The first row, from 0.</param>
    /// <param name="count">At most so many rows; 0 is all.</param>
    public async Task<IReadOnlyList<SearchRow>> ResultsAsync(string sid, long offset = 0, int count = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var path = string.Create(CultureInfo.InvariantCulture, $"{Of(sid)}/results?output_mode=json&count={count}&offset={offset}");
        using var answer = await connection.SendAsync(HttpMethod.Get, path, form: null, cancellation);
        return ResultPage.Read(await answer.Content.ReadAsByteArrayAsync(cancellation), offset);
    }

    /// <summary>Matching events over time.</summary>
    public async Task<IReadOnlyList<TimelineBucket>> TimelineAsync(string sid, CancellationToken cancellation = default) =>
        (await connection.GetAsync(Of(sid) + "/timeline", ClientJson.Default.TimelineAnswer, cancellation)).Buckets;

    /// <summary>Tells a job to go on or to end.</summary>
    /// <param name="action"><c>cancel</c>, <c>finalize</c>, <c>pause</c>, <c>unpause</c> or <c>touch</c>.</param>
    public Task ControlAsync(string sid, string action, CancellationToken cancellation = default) =>
        connection.CommandAsync(HttpMethod.Post, Of(sid) + "/control", Forms.Of(("action", action)), cancellation);

    /// <summary>Ends a job and deletes its results.</summary>
    public Task RemoveAsync(string sid, CancellationToken cancellation = default) =>
        connection.CommandAsync(HttpMethod.Delete, Of(sid), form: null, cancellation);

    private static string Of(string sid)
    {
        ArgumentException.ThrowIfNullOrEmpty(sid);
        return $"{Path}/{Forms.Segment(sid)}";
    }
}

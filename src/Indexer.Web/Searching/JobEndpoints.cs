using Indexer.Search.Jobs;
using Indexer.Search.Planning;
using Indexer.Web.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Indexer.Web.Searching;

/// <summary><c>/services/search/jobs</c> and what is below it, also under <c>/services/search/v2</c>.</summary>
internal sealed class JobEndpoints(SearchService searches, Func<int> resultRowsMax)
{
    private const long PageRowsDefault = 100;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var root in (string[])["/services/search/jobs", "/services/search/v2/jobs"])
        {
            var paths = endpoints.MapGroup(root);
            paths.MapPost("", CreateAsync);
            paths.MapGet("", ListAsync);
            paths.MapGet("/{sid}", StatusAsync);
            paths.MapDelete("/{sid}", RemoveAsync);
            paths.MapGet("/{sid}/results", ResultsAsync);
            paths.MapGet("/{sid}/events", EventsAsync);
            paths.MapGet("/{sid}/results_preview", PreviewAsync);
            paths.MapGet("/{sid}/timeline", TimelineAsync);
            paths.MapPost("/{sid}/control", ControlAsync);
        }
    }

    private async Task CreateAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context);
        var mode = parameters.Text("exec_mode") ?? "normal";
        if (mode is not ("normal" or "blocking" or "oneshot"))
        {
            throw RestException.BadRequest($"exec_mode '{mode}' is not known; use normal, blocking or oneshot");
        }

        var request = searches.Requests.Read(parameters, FieldDiscovery.All, collectTimeline: parameters.Number("status_buckets", 0) > 0);
        var job = searches.Start(request);
        if (mode == "normal")
        {
            await RestJson.WriteAsync(context, StatusCodes.Status201Created, new SidAnswer(job.Sid));
            return;
        }

        var mustRemove = mode == "oneshot";
        try
        {
            await job.Ended.WaitAsync(context.RequestAborted);
            if (mode == "blocking")
            {
                await RestJson.WriteAsync(context, StatusCodes.Status201Created, new SidAnswer(job.Sid));
                return;
            }

            ThrowIfFailed(job);
            var count = request.CountMax > 0 ? request.CountMax : parameters.Number("count", 0);
            await WritePageAsync(context, job, job.ReadResults(0, CountOf(count)), parameters);
        }
        catch (OperationCanceledException)
        {
            // Whoever waited is gone, and nobody else knows of the search.
            mustRemove = true;
            throw;
        }
        finally
        {
            if (mustRemove)
            {
                searches.Jobs.Remove(job.Sid);
            }
        }
    }

    private Task ListAsync(HttpContext context) => RestJson.WriteAsync(context,
        new EntryList<JobAnswer>([.. searches.Jobs.Jobs.Select(job => new Entry<JobAnswer>(job.Sid, JobAnswer.Of(job)))], []));

    private Task StatusAsync(HttpContext context) => RestJson.WriteAsync(context, JobAnswer.Of(JobOf(context)));

    private Task RemoveAsync(HttpContext context)
    {
        searches.Jobs.Remove(JobOf(context).Sid);
        return RestJson.WriteMessagesAsync(context, Message.Information("the search job was removed"));
    }

    private Task ResultsAsync(HttpContext context) => PageAsync(context, static (job, offset, count) => Task.FromResult(job.ReadResults(offset, count)));

    private Task EventsAsync(HttpContext context) => PageAsync(context, static (job, offset, count) => Task.FromResult(job.ReadEvents(offset, count)));

    private Task PreviewAsync(HttpContext context) => PageAsync(context, (job, _, count) => job.PreviewAsync(count, context.RequestAborted));

    private async Task PageAsync(HttpContext context, Func<SearchJob, long, int, Task<ResultPage>> read)
    {
        var job = JobOf(context);
        var parameters = await Parameters.ReadAsync(context);
        ThrowIfFailed(job);
        try
        {
            var page = await read(job, parameters.Number("offset", 0), CountOf(parameters.Number("count", PageRowsDefault)));
            await WritePageAsync(context, job, page, parameters);
        }
        catch (ObjectDisposedException)
        {
            throw RestException.NotFound($"search job {job.Sid} has just been removed");
        }
    }

    private Task TimelineAsync(HttpContext context) => RestJson.WriteAsync(context,
        new TimelineAnswer([.. JobOf(context).Timeline.Select(bar => new TimelineBar(RestTime.Format(bar.Start), bar.Seconds, bar.Count))]));

    private async Task ControlAsync(HttpContext context)
    {
        var job = JobOf(context);
        var parameters = await Parameters.ReadAsync(context);
        var action = parameters.Required("action");
        switch (action)
        {
            case "cancel":
                searches.Jobs.Remove(job.Sid);
                break;
            case "finalize":
                job.FinishEarly();
                break;
            case "touch":
                job.Touch();
                break;
            case "setttl":
                job.SetTimeToLive(TimeSpan.FromSeconds(Math.Min(parameters.Number("ttl", (long)job.TimeToLive.TotalSeconds), int.MaxValue)));
                break;
            case "pause" or "unpause":
                throw RestException.Conflict("a search cannot be paused; finalize it to keep what it has found, or cancel it");
            default:
                throw RestException.BadRequest($"action '{action}' is not known; use cancel, finalize, touch or setttl");
        }

        await RestJson.WriteMessagesAsync(context, Message.Information($"search job {job.Sid}: {action}"));
    }

    private static Task WritePageAsync(HttpContext context, SearchJob job, ResultPage page, Parameters parameters) =>
        ResultPageAnswer.WriteAsync(context, page, job.State < JobState.Done, SearchMessageTexts.Of(job.Messages),
            OutputModes.Parse(parameters.Text("output_mode")), job.Plan.Options.Context.TimeZone);

    private static void ThrowIfFailed(SearchJob job)
    {
        if (job.State == JobState.Failed)
        {
            var reason = job.Messages.LastOrDefault(message => message.Severity == Indexer.Search.Execution.MessageSeverity.Error)?.Text;
            throw RestException.BadRequest(reason ?? "the search failed");
        }
    }

    private int CountOf(long asked) => (int)Math.Min(asked == 0 ? int.MaxValue : asked, resultRowsMax());

    private SearchJob JobOf(HttpContext context)
    {
        var sid = (string)context.Request.RouteValues["sid"]!;
        return searches.Jobs.TryGet(sid, out var job) ? job : throw RestException.NotFound($"there is no search job {sid}; it may have expired");
    }
}

using Indexer.Configuration;
using Indexer.Search.Expressions;
using Indexer.Search.Jobs;
using Indexer.Search.Language;
using Indexer.Storage.Lifecycle;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using UnknownIndex = Indexer.Grains.UnknownIndexException;

namespace Indexer.Web.Answers;

/// <summary>Turns what goes wrong into the answer that clients know: a status and messages.</summary>
internal static partial class RestErrors
{
    private const int RetryAfterSeconds = 1;

    /// <summary>Runs the rest of the pipeline and answers for what it throws.</summary>
    public static async Task HandleAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed, ContentLength: null })
            {
                var text = context.Response.StatusCode == StatusCodes.Status404NotFound
                    ? $"there is nothing at {context.Request.Path}"
                    : $"{context.Request.Method} is not possible at {context.Request.Path}";
                await RestJson.WriteAsync(context, context.Response.StatusCode, new MessageList([Message.Error(text)]));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception e)
        {
            var (status, messages) = Describe(e);
            if (status == StatusCodes.Status500InternalServerError)
            {
                RequestFailed(log, e, context.Request.Method, context.Request.Path);
            }

            if (context.Response.HasStarted)
            {
                // Part of an answer must not be taken for the whole.
                context.Abort();
                return;
            }

            context.Response.Clear();
            if (status == StatusCodes.Status503ServiceUnavailable)
            {
                context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            await RestJson.WriteAsync(context, status, new MessageList(messages));
        }
    }

    private static (int Status, IReadOnlyList<Message> Messages) Describe(Exception e) => e switch
    {
        RestException rest => (rest.Status, [Message.Error(rest.Message)]),
        SearchSyntaxException syntax => (StatusCodes.Status400BadRequest, [new Message("ERROR", syntax.Message, syntax.Position)]),
        EvaluationException => (StatusCodes.Status400BadRequest, [Message.Error(e.Message)]),
        ConfigurationException configuration => (StatusCodes.Status400BadRequest,
            [.. configuration.Problems.Select(problem => new Message(problem.Severity == ProblemSeverity.Error ? "ERROR" : "WARN", problem.ToString()))]),
        BadHttpRequestException bad => (bad.StatusCode, [Message.Error(bad.Message)]),
        FileNotFoundException or DirectoryNotFoundException or KeyNotFoundException or UnknownIndexException or UnknownIndex =>
            (StatusCodes.Status404NotFound, [Message.Error(e.Message)]),
        UnauthorizedAccessException => (StatusCodes.Status400BadRequest, [Message.Error(e.Message)]),
        IndexDisabledException => (StatusCodes.Status409Conflict, [Message.Error(e.Message)]),
        SearchRefusedException or SearchSpaceException or IndexingPausedException => (StatusCodes.Status503ServiceUnavailable, [Message.Error(e.Message)]),
        _ => (StatusCodes.Status500InternalServerError, [Message.Error($"the request failed: {e.Message}")]),
    };

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void RequestFailed(ILogger log, Exception cause, string method, string path);
}

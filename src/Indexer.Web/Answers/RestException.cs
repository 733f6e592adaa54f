using Microsoft.AspNetCore.Http;

namespace Indexer.Web.Answers;

/// <summary>A request cannot be answered; the text is for whoever sent it.</summary>
internal sealed class RestException(int status, string text) : Exception(text)
{
    public int Status { get; } = status;

    public static RestException BadRequest(string text) => new(StatusCodes.Status400BadRequest, text);

    public static RestException NotFound(string text) => new(StatusCodes.Status404NotFound, text);

    public static RestException Conflict(string text) => new(StatusCodes.Status409Conflict, text);
}

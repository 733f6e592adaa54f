using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Indexer.Inputs.Hec;

/// <summary>An answer of the HTTP Event Collector, with the codes that its senders know.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Code">What the sender decides on.</param>
/// <param name="Text">For people.</param>
public sealed record HecAnswer(int Status, int Code, string Text)
{
    public static readonly HecAnswer Success = new(StatusCodes.Status200OK, 0, "Success");
    public static readonly HecAnswer TokenDisabled = new(StatusCodes.Status403Forbidden, 1, "Token disabled");
    public static readonly HecAnswer TokenRequired = new(StatusCodes.Status401Unauthorized, 2, "Token is required");
    public static readonly HecAnswer InvalidAuthorization = new(StatusCodes.Status401Unauthorized, 3, "Invalid authorization");
    public static readonly HecAnswer InvalidToken = new(StatusCodes.Status403Forbidden, 4, "Invalid token");
    public static readonly HecAnswer NoData = new(StatusCodes.Status400BadRequest, 5, "No data");
    public static readonly HecAnswer InvalidFormat = new(StatusCodes.Status400BadRequest, 6, "Invalid data format");
    public static readonly HecAnswer TooLarge = InvalidFormat with { Status = StatusCodes.Status413PayloadTooLarge };
    public static readonly HecAnswer IncorrectIndex = new(StatusCodes.Status400BadRequest, 7, "Incorrect index");
    public static readonly HecAnswer InternalError = new(StatusCodes.Status500InternalServerError, 8, "Internal server error");
    public static readonly HecAnswer Busy = new(StatusCodes.Status503ServiceUnavailable, 9, "Server is busy");
    public static readonly HecAnswer ChannelMissing = new(StatusCodes.Status400BadRequest, 10, "Data channel is missing");
    public static readonly HecAnswer InvalidChannel = new(StatusCodes.Status400BadRequest, 11, "Invalid data channel");
    public static readonly HecAnswer EventRequired = new(StatusCodes.Status400BadRequest, 12, "Event field is required");
    public static readonly HecAnswer EventBlank = new(StatusCodes.Status400BadRequest, 13, "Event field cannot be blank");
    public static readonly HecAnswer AckDisabled = new(StatusCodes.Status400BadRequest, 14, "ACK is disabled");
    public static readonly HecAnswer InvalidFields = new(StatusCodes.Status400BadRequest, 15, "Error in handling indexed fields");
    public static readonly HecAnswer QueryStringNotEnabled = new(StatusCodes.Status400BadRequest, 16, "Query string authorization is not enabled");
    public static readonly HecAnswer Healthy = new(StatusCodes.Status200OK, 17, "HEC is healthy");

    /// <summary>Number of the offending event in the request, from 0.</summary>
    public long? InvalidEvent { get; init; }

    /// <summary>What the sender asks for when it wants to know whether the request is stored.</summary>
    public long? AckId { get; init; }

    /// <summary>What is the matter and what to do, where the code does not say it all.</summary>
    public string? Reason { get; init; }

    public async Task WriteAsync(HttpContext context)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("text"u8, Text);
        writer.WriteNumber("code"u8, Code);
        if (InvalidEvent is { } number)
        {
            writer.WriteNumber("invalid-event-number"u8, number);
        }

        if (AckId is { } id)
        {
            writer.WriteNumber("ackId"u8, id);
        }

        if (Reason is not null)
        {
            writer.WriteString("reason"u8, Reason);
        }

        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }
}

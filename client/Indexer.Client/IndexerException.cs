using System.Net;

namespace Indexer.Client;

/// <summary>A call to a node that did not succeed.</summary>
public class IndexerException : Exception
{
    /// <summary>Makes an exception.</summary>
    public IndexerException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

/// <summary>The node gave no answer: it does not run, is elsewhere, or took too long.</summary>
public sealed class IndexerUnreachableException : IndexerException
{
    internal IndexerUnreachableException(Uri address, string reason, Exception? cause)
        : base($"{address.GetLeftPart(UriPartial.Authority)} cannot be reached: {reason}", cause) => Address = address;

    /// <summary>The address that was tried.</summary>
    public Uri Address { get; }
}

/// <summary>The node answered that it did not do what it was asked.</summary>
public sealed class IndexerRequestException : IndexerException
{
    internal IndexerRequestException(HttpStatusCode status, IReadOnlyList<ServerMessage> messages)
        : base(string.Join('\n', messages.Select(message => message.Text)))
    {
        Status = status;
        Messages = messages;
    }

    /// <summary>400 to 599.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Why; at least one.</summary>
    public IReadOnlyList<ServerMessage> Messages { get; }
}

/// <summary>The search ended with an error after it had begun. Rows that came before are not the whole result.</summary>
public sealed class SearchFailedException : IndexerException
{
    internal SearchFailedException(IReadOnlyList<ServerMessage> messages)
        : base(string.Join('\n', messages.Where(message => message.IsError).Select(message => message.Text))) => Messages = messages;

    /// <summary>All that the search said, warnings too.</summary>
    public IReadOnlyList<ServerMessage> Messages { get; }
}

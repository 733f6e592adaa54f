namespace Indexer.Search.Expressions;

/// <summary>An expression or extraction that ran into a limit, such as the time of a regular expression; the message is for the user.</summary>
public sealed class EvaluationException(string message, Exception? inner = null) : Exception(message, inner);

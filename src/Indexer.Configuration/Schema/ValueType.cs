namespace Indexer.Configuration.Schema;

/// <summary>Turns a value's text into a <typeparamref name="T"/>. Returns null, or the reason why it cannot (may be empty).</summary>
internal delegate string? ValueParser<T>(string text, out T value);

/// <summary>A kind of value: what may be written, and what it means.</summary>
/// <param name="Expected">What an error message says was expected: <c>an integer from 1 to 255</c>.</param>
internal sealed record ValueType<T>(string Expected, ValueParser<T> Parse);

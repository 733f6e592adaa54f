using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Indexer.Model;
using Microsoft.Extensions.Logging;

namespace Indexer.Inputs.Own;

/// <summary>
/// The process's log: each entry is a line on standard output, and an event of index <c>_internal</c> once
/// <see cref="Attach"/> was called. Lines from before are kept, up to a limit, and indexed then.
/// </summary>
[ProviderAlias("Indexer")]
public sealed class OwnLog(TimeProvider clock, TextWriter output) : ILoggerProvider
{
    private const int KeptMax = 1_000;
    private const string SourceType = "indexer_log";
    private static readonly IndexName Index = IndexName.Parse("_internal");

    private readonly ConcurrentDictionary<string, ILogger> loggers = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Queue<(string Source, EventTime Time, string Text)> kept = new();
    private OwnEvents? events;

    public ILogger CreateLogger(string categoryName) => loggers.GetOrAdd(categoryName, category => new Logger(this, category));

    /// <summary>From now on lines are indexed.</summary>
    public void Attach(OwnEvents target)
    {
        lock (gate)
        {
            events = target;
            while (kept.TryDequeue(out var line))
            {
                target.Add(Index, line.Source, SourceType, line.Time, line.Text);
            }
        }
    }

    /// <summary>From now on lines go to standard output alone.</summary>
    public void Detach()
    {
        lock (gate)
        {
            events = null;
        }
    }

    public void Dispose() => Detach();

    private void Write(string category, LogLevel level, string message, Exception? exception)
    {
        var now = clock.GetUtcNow();
        var component = category[(category.LastIndexOf('.') + 1)..];
        var text = new StringBuilder()
            .Append(now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Append(' ').Append(NameOf(level)).Append(' ').Append(component).Append(' ').Append(message);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            text.Append(": ").Append(cause.GetType().Name).Append(": ").Append(cause.Message);
        }

        if (exception is not null && level >= LogLevel.Error)
        {
            text.Append('\n').Append(exception.StackTrace);
        }

        var line = text.ToString().TrimEnd();
        lock (gate)
        {
            output.WriteLine(line);
            if (events is not null)
            {
                events.Add(Index, component, SourceType, EventTime.FromDateTimeOffset(now), line);
            }
            else if (kept.Count < KeptMax)
            {
                kept.Enqueue((component, EventTime.FromDateTimeOffset(now), line));
            }
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "FATAL",
        LogLevel.Error => "ERROR",
        LogLevel.Warning => "WARN",
        LogLevel.Information => "INFO",
        _ => "DEBUG",
    };

    private sealed class Logger(OwnLog owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner.Write(category, logLevel, formatter(state, exception), exception);
            }
        }
    }
}

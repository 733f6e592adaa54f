namespace Indexer.Client;

/// <summary>How a <see cref="HecSender"/> sends.</summary>
public sealed record HecSenderOptions
{
    /// <summary>Collectors to share the load, such as <c>http://10.0.0.1:8088</c>; at least one.</summary>
    public required IReadOnlyList<Uri> Addresses { get; init; }

    /// <summary>What the collectors let in.</summary>
    public required string Token { get; init; }

    /// <summary>
    /// Whether a block is kept until a collector says that it is on stable storage. Without, a block that was answered with
    /// success may be lost if the node fails at that moment.
    /// </summary>
    public bool UseAcknowledgements { get; init; } = true;

    /// <summary>
    /// Memory for events that are not acknowledged yet, in bytes of JSON. When it is full,
    /// <see cref="HecSender.SendAsync"/> waits. 64 KiB to 1 GiB.
    /// </summary>
    public int MaxQueueBytes { get; init; } = 7 << 20;

    /// <summary>A block is sent when it has so many bytes. 1 KiB to 1 MiB.</summary>
    public int BlockBytes { get; init; } = 64 << 10;

    /// <summary>A block is sent at the latest when its first event has waited so long. More than zero, at most a minute.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Blocks on the wire at the same time. 1 to 64.</summary>
    public int Concurrency { get; init; } = 2;

    /// <summary>Whether blocks are compressed.</summary>
    public bool Gzip { get; init; } = true;

    /// <summary>How long one collector is used before another one takes over, when there are several. More than zero.</summary>
    public TimeSpan SwitchInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer may take. More than zero.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often collectors are asked for acknowledgements while some are missing. More than zero.</summary>
    public TimeSpan AcknowledgementPollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A block without acknowledgement after so long is sent again. More than zero.</summary>
    public TimeSpan AcknowledgementTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a collector that failed is left alone: this long at first, then twice as long each time, up to
    /// <see cref="MaxBackoff"/>. More than zero.
    /// </summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest that a collector that failed is left alone. At least <see cref="FirstBackoff"/>.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Told of events that a collector will never take, such as those for an index that does not exist. Called on a thread of the
    /// pool, one call at a time for each block; must not throw.
    /// </summary>
    public Action<HecRefusal>? Refused { get; init; }

    /// <summary>Makes the connections; null takes the system's settings. The sender disposes of it.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The addresses. The token stays out of logs.</summary>
    public override string ToString() => string.Join(", ", Addresses);

    internal void Validate()
    {
        Check(Addresses.Count > 0, "Addresses: expected at least one");
        Check(Addresses.All(address => address.IsAbsoluteUri && address.Scheme is "http" or "https"), "Addresses: expected absolute http or https URLs");
        Check(!string.IsNullOrWhiteSpace(Token), "Token: expected the token of the collectors");
        Check(MaxQueueBytes is >= 64 << 10 and <= 1 << 30, "MaxQueueBytes: expected 64 KiB to 1 GiB");
        Check(BlockBytes is >= 1 << 10 and <= 1 << 20, "BlockBytes: expected 1 KiB to 1 MiB");
        Check(Concurrency is >= 1 and <= 64, "Concurrency: expected 1 to 64");
        Check(MaxDelay > TimeSpan.Zero && MaxDelay <= TimeSpan.FromMinutes(1), "MaxDelay: expected more than zero and at most a minute");
        Check(FirstBackoff > TimeSpan.Zero && MaxBackoff >= FirstBackoff, "FirstBackoff: expected more than zero and at most MaxBackoff");
        Check(SwitchInterval > TimeSpan.Zero, "SwitchInterval: expected more than zero");
        Check(RequestTimeout > TimeSpan.Zero, "RequestTimeout: expected more than zero");
        Check(AcknowledgementPollInterval > TimeSpan.Zero, "AcknowledgementPollInterval: expected more than zero");
        Check(AcknowledgementTimeout > TimeSpan.Zero, "AcknowledgementTimeout: expected more than zero");
    }

    private static void Check(bool isRight, string message)
    {
        if (!isRight)
        {
#pragma warning disable MA0015 // The parameter is that of the constructor that validates.
            throw new ArgumentException(message, "options");
#pragma warning restore MA0015
        }
    }
}

/// <summary>Events that a collector will never take. They are not sent again.</summary>
/// <param name="Code">The collector's, such as 7 for an index that does not exist.</param>
/// <param name="Text">The collector's reason.</param>
/// <param name="Events">The events as they were sent: JSON objects, one after the other.</param>
/// <param name="Count">How many they are.</param>
public sealed record HecRefusal(int Code, string Text, ReadOnlyMemory<byte> Events, int Count);

/// <summary>What a sender has done since it was made.</summary>
/// <param name="Taken">Events that were given to it.</param>
/// <param name="Delivered">Events that were acknowledged, or answered with success where no acknowledgements are used.</param>
/// <param name="Refused">Events that a collector will never take.</param>
/// <param name="QueuedBytes">Bytes of events that are neither delivered nor refused.</param>
/// <param name="Resends">How often a block was sent again.</param>
/// <param name="LastProblem">Why something had to be sent again, the last time; null if never.</param>
public sealed record HecSenderStatistics(long Taken, long Delivered, long Refused, long QueuedBytes, long Resends, string? LastProblem);

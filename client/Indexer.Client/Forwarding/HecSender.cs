using System.Collections.Concurrent;

namespace Indexer.Client;

/// <summary>
/// Sends events to HTTP event collectors and keeps each until it is acknowledged. Thread-safe; make one and keep it.
/// </summary>
/// <remarks>
/// <para>
/// Events travel in blocks. A block that fails, or is not acknowledged in time, is sent again, to another collector where there is
/// one, until it is acknowledged; it carries the same channel and number each time, so that the collectors store it once. Memory
/// is bounded: when it is full, <see cref="SendAsync"/> waits.
/// </para>
/// <para>Order is kept within a block, and blocks arrive nearly in order.</para>
/// </remarks>
public sealed class HecSender : IAsyncDisposable
{
    private const int IdsPerPollMax = 1_000;

    private readonly HecSenderOptions options;
    private readonly HecConnection connection;
    private readonly HecEndpoint[] endpoints;
    private readonly HecBalancer balancer;
    private readonly HecBlockQueue queue = new();
    private readonly ByteBudget budget;
    private readonly ConcurrentDictionary<long, HecBlock> unsettled = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentBag<HecEnvelope> envelopes = [];
    private readonly Lock gate = new();
    private readonly HecBlockBuilder builder;
    private readonly ITimer delay;
    private readonly Task[] loops;
    private readonly HecCounts counts = new();
    private volatile Exception? fault;
    private volatile string? lastProblem;
    private bool disposed;

    /// <summary>Makes a sender, which connects when there is something to send.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public HecSender(HecSenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
        Channel = Guid.NewGuid();
        connection = new HecConnection(options, Channel);
        budget = new ByteBudget(options.MaxQueueBytes);
        builder = new HecBlockBuilder(options.BlockBytes);
        endpoints = [.. options.Addresses.Select(address => new HecEndpoint(address, options))];
        balancer = new HecBalancer(endpoints, options);
        delay = options.Time.CreateTimer(static sender => ((HecSender)sender!).SealBlock(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        loops =
        [
            .. Enumerable.Range(0, options.Concurrency).Select(_ => RunAsync(SendBlocksAsync)),
            .. options.UseAcknowledgements ? endpoints.Select(endpoint => RunAsync(cancellation => PollAsync(endpoint, cancellation))) : [],
        ];
    }

    /// <summary>Names this sender towards the collectors.</summary>
    public Guid Channel { get; }

    /// <summary>What it has done so far.</summary>
    public HecSenderStatistics Statistics => new(
        Interlocked.Read(ref counts.Taken),
        Interlocked.Read(ref counts.Delivered),
        Interlocked.Read(ref counts.Refused),
        budget.Used,
        Interlocked.Read(ref counts.Resends),
        lastProblem);

    /// <summary>Takes an event over. Completes when there is room for it, which is at once unless the collectors are slower than the caller.</summary>
    /// <exception cref="System.Text.Json.JsonException">An event of JSON is not one JSON value.</exception>
    /// <exception cref="IndexerException">The collectors give no acknowledgements; the event was not taken.</exception>
    /// <exception cref="ObjectDisposedException">The sender was disposed of.</exception>
    public async ValueTask SendAsync(HecEvent source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ThrowIfUnusable();
        var envelope = envelopes.TryTake(out var kept) ? kept : new HecEnvelope();
        try
        {
            var length = envelope.Write(source).Length;
            await ReserveAsync(length, cancellation);
            try
            {
                ThrowIfUnusable();
                Add(envelope.Written);
            }
            catch
            {
                budget.Release(length);
                throw;
            }
        }
        finally
        {
            envelopes.Add(envelope);
        }
    }

    /// <summary>
    /// Completes when every event that was taken before is delivered or refused. Without a collector that answers this takes until
    /// there is one.
    /// </summary>
    /// <exception cref="IndexerException">The collectors give no acknowledgements.</exception>
    public async Task FlushAsync(CancellationToken cancellation = default)
    {
        ThrowIfUnusable();
        SealBlock();
        await Task.WhenAll(unsettled.Values.Select(block => block.Settled)).WaitAsync(cancellation);
        ThrowIfUnusable();
    }

    /// <summary>Ends the sender. What is not delivered is given up: call <see cref="FlushAsync"/> before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        Close();
        await delay.DisposeAsync();
        await Task.WhenAll(loops);
        connection.Dispose();
        queue.Dispose();
        stopping.Dispose();
    }

    private async ValueTask ReserveAsync(int bytes, CancellationToken cancellation)
    {
        try
        {
            await budget.AcquireAsync(bytes, cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            ThrowIfUnusable();
            throw;
        }
    }

    private void Add(ReadOnlySpan<byte> envelope)
    {
        lock (gate)
        {
            if (builder.IsTooFullFor(envelope.Length))
            {
                SealLocked();
            }

            if (builder.IsEmpty)
            {
                delay.Change(options.MaxDelay, Timeout.InfiniteTimeSpan);
            }

            builder.Add(envelope);
            Interlocked.Increment(ref counts.Taken);
            if (builder.IsFull)
            {
                SealLocked();
            }
        }
    }

    private void SealBlock()
    {
        lock (gate)
        {
            if (!builder.IsEmpty && !disposed)
            {
                SealLocked();
            }
        }
    }

    private void SealLocked()
    {
        var block = builder.Take();
        unsettled[block.Number] = block;
        queue.Add(block);
    }

    private async Task SendBlocksAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var block = await queue.TakeAsync(cancellation);
            var endpoint = await balancer.ChooseAsync(cancellation);
            if (block.Attempts++ > 0)
            {
                Interlocked.Increment(ref counts.Resends);
            }

            var newestId = endpoint.NewestId;
            var answer = await connection.PostAsync(endpoint.Address, block, cancellation);
            Handle(endpoint, block, answer, newestId);
        }
    }

    private void Handle(HecEndpoint endpoint, HecBlock block, HecAnswer answer, long newestIdBefore)
    {
        switch (answer.Outcome)
        {
            case HecOutcome.Failed:
                endpoint.Failed(answer.RetryAfter);
                Requeue([block], answer.Text);
                break;

            case HecOutcome.Refused:
                endpoint.Succeeded();
                Refuse(block, answer);
                break;

            case HecOutcome.Accepted when !options.UseAcknowledgements:
                endpoint.Succeeded();
                Deliver(block);
                break;

            case HecOutcome.Accepted when answer.AcknowledgementId is { } id:
                endpoint.Succeeded();
                Requeue(endpoint.Track(block, id, newestIdBefore), $"{endpoint.Address} started anew");
                break;

            default:
                Fail(new IndexerException(
                    $"{endpoint.Address} gives no acknowledgements for this token; set useACK = true for it, or UseAcknowledgements = false here"));
                break;
        }
    }

    private async Task PollAsync(HecEndpoint endpoint, CancellationToken cancellation)
    {
        while (true)
        {
            await endpoint.WaitForUnacknowledgedAsync(cancellation);
            await Task.Delay(options.AcknowledgementPollInterval, options.Time, cancellation);
            var ids = endpoint.UnacknowledgedIds(IdsPerPollMax);
            var (answer, acknowledged) = await connection.PollAsync(endpoint.Address, ids, cancellation);
            foreach (var id in acknowledged)
            {
                if (endpoint.Take(id) is { } block)
                {
                    Deliver(block);
                }
            }

            if (answer.Outcome == HecOutcome.Failed)
            {
                // Its promises may be gone with it. The blocks keep their numbers, so sending them elsewhere doubles nothing.
                endpoint.Failed(answer.RetryAfter);
                Requeue(endpoint.TakeAll(), answer.Text);
            }
            else
            {
                Requeue(endpoint.TakeExpired(), $"{endpoint.Address} gave no acknowledgement in time");
            }
        }
    }

    private void Requeue(IReadOnlyList<HecBlock> blocks, string problem)
    {
        foreach (var block in blocks)
        {
            lastProblem = problem;
            queue.Add(block);
        }
    }

    private void Deliver(HecBlock block)
    {
        Interlocked.Add(ref counts.Delivered, block.Count);
        Settle(block);
    }

    private void Refuse(HecBlock block, HecAnswer answer)
    {
        if (answer.EventNumber is { } number && number >= 0 && number < block.Count && block.Count > 1)
        {
            var removed = block.Remove(number);
            Report(answer, removed, count: 1);
            budget.Release(removed.Length);
            block.Attempts = 0;
            queue.Add(block);
            return;
        }

        Report(answer, block.Bytes, block.Count);
        Settle(block);
    }

    private void Report(HecAnswer answer, ReadOnlyMemory<byte> events, int count)
    {
        Interlocked.Add(ref counts.Refused, count);
        options.Refused?.Invoke(new HecRefusal(answer.Code, answer.Text, events, count));
    }

    private void Settle(HecBlock block)
    {
        unsettled.TryRemove(block.Number, out _);
        budget.Release(block.Bytes.Length);
        block.Settle();
    }

    private void Fail(Exception reason)
    {
        fault = reason;
        Close();
    }

    // Nobody may wait for a sender that does no more.
    private void Close()
    {
        stopping.Cancel();
        budget.Close();
        foreach (var block in unsettled.Values)
        {
            block.Settle();
        }
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (fault is { } reason)
        {
            throw new IndexerException(reason.Message, reason);
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task> loop)
    {
        await Task.Yield();
        try
        {
            await loop(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of the sender.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private sealed class HecCounts
    {
        public long Taken;
        public long Delivered;
        public long Refused;
        public long Resends;
    }
}

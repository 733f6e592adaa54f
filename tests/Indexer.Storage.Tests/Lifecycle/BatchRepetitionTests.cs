using Indexer.Model;
using Indexer.Storage.Lifecycle;

namespace Indexer.Storage.Tests.Lifecycle;

/// <summary>A batch that a sender had to send again is stored once, wherever its first copy is by now.</summary>
public sealed class BatchRepetitionTests
{
    private static readonly BatchId Id = new(Guid.Parse("bbbbbbbb-0000-0000-0000-000000000001"), 1);

    [Fact]
    public async Task In_the_same_hot_bucket()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a", id: Id);
        await storage.AppendAsync("a", id: Id);
        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task After_its_bucket_rolled()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a", id: Id);
        await storage.Service.RollHotBucketsAsync(IndexName.Main);
        await storage.AppendAsync("a", id: Id);
        Assert.Equal(["a"], storage.Search());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_restart(bool rolled)
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a", id: Id);
        await storage.ReopenAsync(rolled);
        await storage.Service.Recovered;
        await storage.AppendAsync("a", id: Id);
        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task While_the_journal_of_its_bucket_is_being_recovered()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a", id: Id);
        await storage.Service.DisposeAsync();
        var released = new TaskCompletionSource();
        storage.Buckets.BeforeRecover = _ => released.Task;
        await storage.OpenAsync();

        await storage.AppendAsync("a", id: Id);
        Assert.Empty(storage.Search());

        released.SetResult();
        await storage.Service.Recovered;
        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task While_the_journals_are_being_looked_through()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a", id: Id);
        await storage.Service.DisposeAsync();
        var released = new TaskCompletionSource();
        storage.Buckets.BeforeReadBatches = _ => released.Task;
        await storage.OpenAsync();

        var again = storage.AppendAsync("a", id: Id);
        Assert.False(again.IsCompleted);

        released.SetResult();
        await again;
        await storage.Service.Recovered;
        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task While_its_first_attempt_is_under_way()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        var released = new TaskCompletionSource();
        storage.Buckets.BeforeAppend = _ => released.Task;
        var first = storage.AppendAsync("a", id: Id);
        var second = storage.AppendAsync("a", id: Id);
        Assert.False(second.IsCompleted);

        released.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task When_the_sender_gave_up_waiting_before_it_was_stored()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        var entered = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        storage.Buckets.BeforeAppend = _ =>
        {
            entered.TrySetResult();
            return released.Task;
        };
        using var patience = new CancellationTokenSource();
        var first = storage.Service.AppendAsync(IndexName.Main, storage.Batch(("a", TimeSpan.Zero)), Id, patience.Token).AsTask();
        await entered.Task;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var second = storage.AppendAsync("a", id: Id);
        released.SetResult();
        await second;

        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task When_the_first_attempt_reached_the_disk_but_failed_to_say_so()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        var append = true;
        storage.Buckets.BeforeAppend = async bucket =>
        {
            if (append)
            {
                append = false;
                await bucket.StoreAsync(storage.Batch(("a", TimeSpan.Zero)), Id);
                bucket.IsFailed = true;
                throw new IOException("the commit failed after the write");
            }
        };
        await Assert.ThrowsAsync<IOException>(() => storage.AppendAsync("a", id: Id));

        await storage.AppendAsync("a", id: Id);

        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task When_the_bucket_of_the_failed_attempt_could_not_be_sealed_either()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        storage.Buckets.BeforeSeal = _ => throw new IOException("the disk is full");
        storage.Buckets.BeforeAppend = async bucket =>
        {
            await bucket.StoreAsync(storage.Batch(("a", TimeSpan.Zero)), Id);
            bucket.IsFailed = true;
            throw new IOException("the commit failed after the write");
        };
        await Assert.ThrowsAsync<IOException>(() => storage.AppendAsync("a", id: Id));
        storage.Buckets.BeforeAppend = _ => Task.CompletedTask;
        await storage.Service.RollHotBucketsAsync(IndexName.Main);

        var again = storage.AppendAsync("a", id: Id);
        Assert.False(again.IsCompleted);

        await storage.HousekeepAsync();
        await again;
        await storage.Service.Recovered;
        Assert.Equal(["a"], storage.Search());
    }

    [Fact]
    public async Task Whoever_waits_for_an_unknown_outcome_is_sent_away_when_the_service_stops()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        storage.Buckets.BeforeSeal = _ => throw new IOException("the disk is full");
        storage.Buckets.BeforeAppend = async bucket =>
        {
            await bucket.StoreAsync(storage.Batch(("a", TimeSpan.Zero)), Id);
            bucket.IsFailed = true;
            throw new IOException("the commit failed after the write");
        };
        await Assert.ThrowsAsync<IOException>(() => storage.AppendAsync("a", id: Id));
        await storage.Service.RollHotBucketsAsync(IndexName.Main);
        var again = storage.AppendAsync("a", id: Id);

        await storage.Service.DisposeAsync();

        await Assert.ThrowsAsync<IndexingPausedException>(() => again);
    }

    [Fact]
    public async Task When_only_some_of_its_parts_were_stored()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        var count = 0;
        storage.Buckets.BeforeAppend = _ => ++count == 2 ? throw new InvalidDataException("refused") : Task.CompletedTask;
        Task Send() => storage.Service.AppendAsync(IndexName.Main, storage.Batch(("new", TimeSpan.Zero), ("old", TimeSpan.FromDays(60))), Id, CancellationToken.None).AsTask();
        await Assert.ThrowsAsync<InvalidDataException>(Send);
        await storage.ReopenAsync();
        await storage.Service.Recovered;

        await Send();

        Assert.Equal(["new", "old"], storage.Search());
    }

    [Fact]
    public async Task A_batch_without_an_id_is_stored_every_time()
    {
        await using var storage = await new StorageFixture().OpenAsync();
        await storage.AppendAsync("a", id: BatchId.None);
        await storage.AppendAsync("a", id: BatchId.None);
        Assert.Equal(["a", "a"], storage.Search());
    }
}

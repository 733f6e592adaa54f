using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Lifecycle;

namespace Indexer.Storage.Tests.Lifecycle;

public sealed class HotBucketChooserTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly IndexSettings Settings = new() { Name = IndexName.Main, HomePath = "/h", ColdPath = "/c", ThawedPath = "/t" };

    [Fact]
    public void The_first_events_need_a_bucket() => Assert.Equal(HotChoiceKind.Create, Choose([], Ago(1)).Kind);

    [Fact]
    [Trait("Row", "BKT-03")]
    public void Events_near_what_a_bucket_holds_go_to_it() =>
        Assert.Equal(new HotChoice(HotChoiceKind.Use, 1), Choose([Bucket(Ago(60), Ago(50)), Bucket(Ago(2), Ago(0))], Ago(0.5)));

    [Fact]
    public void Old_events_do_not_share_a_bucket_with_new_ones() =>
        Assert.Equal(HotChoiceKind.Create, Choose([Bucket(Ago(2), Ago(0))], Ago(30)).Kind);

    [Fact]
    public void New_events_do_not_share_a_bucket_with_old_ones() =>
        Assert.Equal(HotChoiceKind.Create, Choose([Bucket(Ago(60), Ago(50))], Ago(0)).Kind);

    [Fact]
    public void After_a_quiet_weekend_live_events_go_on_in_their_bucket() =>
        Assert.Equal(new HotChoice(HotChoiceKind.Use, 0), Choose([Bucket(Ago(10), Ago(3), lastUse: Now.AddDays(-3))], Ago(0)));

    [Fact]
    [Trait("Row", "STO-05")]
    public void At_maxHotBuckets_the_nearest_bucket_that_can_take_them_is_used() =>
        Assert.Equal(new HotChoice(HotChoiceKind.Use, 1), Choose([Bucket(Ago(80), Ago(70)), Bucket(Ago(40), Ago(35)), Bucket(Ago(2), Ago(0))], Ago(30)));

    [Fact]
    [Trait("Row", "BKT-05")]
    public void At_maxHotBuckets_the_least_recently_used_rolls_where_none_can_take_them() =>
        Assert.Equal(new HotChoice(HotChoiceKind.Roll, 1), Choose(
            [Bucket(Ago(2), Ago(0)), Bucket(Ago(310), Ago(300), lastUse: Now.AddMinutes(-9)), Bucket(Ago(210), Ago(200), lastUse: Now.AddMinutes(-5))], Ago(500)));

    [Fact]
    public void Wild_times_do_not_force_young_buckets_out() =>
        Assert.Equal(HotChoiceKind.Quarantine, Choose(
            [Bucket(Ago(2), Ago(0), created: Now), Bucket(Ago(310), Ago(300), created: Now), Bucket(Ago(210), Ago(200), created: Now)], Ago(500)).Kind);

    [Fact]
    [Trait("Row", "BKT-36")]
    public void A_bucket_never_gets_a_longer_span_than_maxHotSpanSecs() =>
        Assert.Equal(HotChoiceKind.Create, Choose([Bucket(Ago(90), Ago(0))], Ago(90.5)).Kind);

    [Fact]
    [Trait("Row", "BKT-36")]
    public void Quarantine_has_a_bucket_of_its_own_beyond_maxHotBuckets()
    {
        var full = new[] { Bucket(Ago(2), Ago(0)), Bucket(Ago(310), Ago(300)), Bucket(Ago(210), Ago(200)) };
        Assert.Equal(HotChoiceKind.Create, Choose(full, Ago(2000), quarantine: true).Kind);
        Assert.Equal(new HotChoice(HotChoiceKind.Use, 3), Choose([.. full, Bucket(Ago(3000), Ago(1000)) with { IsQuarantine = true }], Ago(2000), quarantine: true));
    }

    [Fact]
    public void The_ends_of_time_do_not_overflow()
    {
        var bucket = new HotCandidate(EventTime.MinValue, EventTime.MinValue, Now, Now, IsQuarantine: false);
        Assert.Equal(HotChoiceKind.Create, HotBucketChooser.Choose([bucket], EventTime.MaxValue, EventTime.MaxValue, quarantine: false, Settings, Now).Kind);
    }

    private static HotChoice Choose(HotCandidate[] hot, EventTime time, bool quarantine = false) =>
        HotBucketChooser.Choose(hot, time, time, quarantine, Settings, Now);

    private static EventTime Ago(double days) => EventTime.FromDateTimeOffset(Now.AddDays(-days));

    private static HotCandidate Bucket(EventTime earliest, EventTime latest, DateTimeOffset? lastUse = null, DateTimeOffset? created = null) =>
        new(earliest, latest, lastUse ?? Now, created ?? Now.AddHours(-1), IsQuarantine: false);
}

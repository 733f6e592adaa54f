using FsCheck;
using FsCheck.Fluent;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Tests.Terms;

public sealed class PostingListTests
{
    private static readonly Gen<SortedDictionary<int, int>> Lists =
        from range in Gen.Elements(1, 10, 100, 50_000)
        from length in Gen.Elements(0, 1, 3, 40, 400)
        from pairs in Gen.ListOf(Gen.Zip(Gen.Choose(0, range), Gen.Choose(0, 3)), length)
        select new SortedDictionary<int, int>(pairs.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2));

    [Fact]
    public void Intersection_has_the_common_pages_with_unknown_events() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Zip(Lists, Lists).ToArbitrary(), lists =>
        {
            var (a, b) = lists;
            var expected = new SortedDictionary<int, int>(a.Keys.Intersect(b.Keys).ToDictionary(page => page, _ => 0));

            TermsModel.Same(expected, PostingList.Intersect(ListOf(a), ListOf(b)));
        }));

    [Fact]
    public void Union_has_all_pages_and_keeps_the_events_that_only_one_list_has() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Zip(Lists, Lists).ToArbitrary(), lists =>
        {
            var (a, b) = lists;
            var expected = new SortedDictionary<int, int>(a.Keys.Union(b.Keys).ToDictionary(page => page,
                page => a.ContainsKey(page) && b.ContainsKey(page) ? 0 : a.GetValueOrDefault(page) + b.GetValueOrDefault(page)));

            TermsModel.Same(expected, PostingList.Union(ListOf(a), ListOf(b)));
        }));

    [Fact]
    public void Collecting_many_lists_is_the_union_of_them() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(100),
        Prop.ForAll(Gen.ListOf(Lists, 60).ToArbitrary(), lists =>
        {
            using var collector = new PostingCollector();
            var union = PostingList.Empty;
            foreach (var list in lists)
            {
                collector.Add(ListOf(list), certain: true);
                union = PostingList.Union(union, ListOf(list));
            }

            Assert.Equal(union.Pages.ToArray(), collector.ToList().Pages.ToArray());
            Assert.Equal(union.Events.ToArray(), collector.ToList().Events.ToArray());
        }));

    [Fact]
    public void The_number_of_events_is_known_only_where_it_is_for_every_page()
    {
        Assert.True(new PostingList([1, 5], [2, 3]).TryCountEvents(out var total));
        Assert.Equal(5, total);
        Assert.False(new PostingList([1, 5], [2, 0]).TryCountEvents(out _));
    }

    private static PostingList ListOf(SortedDictionary<int, int> pages) => new([.. pages.Keys], [.. pages.Values]);
}

using Indexer.Search.Values;

namespace Indexer.Search.Tests.Values;

public sealed class RowBatchTests
{
    private static RowBatch Sample()
    {
        var rows = new RowBatch(3);
        rows.Set("b", [Value.Of(1), Value.Of(2), Value.Of(3)]);
        rows.Set("a", [Value.Of("x"), Value.Null, Value.Of("z")]);
        return rows;
    }

    [Fact]
    public void Fields_stay_in_the_order_of_their_first_appearance()
    {
        var rows = Sample();
        rows.Set("b", new Value[3]);

        Assert.Equal(["b", "a"], rows.Fields);
        Assert.True(rows["b", 0].IsNull);
    }

    [Fact]
    public void An_absent_column_reads_as_null() => Assert.True(Sample()["nothing", 2].IsNull);

    [Fact]
    public void Select_gathers_rows_in_the_given_order()
    {
        var selection = Sample().Select([2, 0, 2]);

        Assert.Equal(3, selection.Count);
        Assert.Equal([Value.Of(3), Value.Of(1), Value.Of(3)], Enumerable.Range(0, 3).Select(row => selection["b", row]));
        Assert.Equal(Value.Of("z"), selection["a", 0]);
    }

    [Fact]
    public void Project_keeps_what_exists_in_the_order_that_was_asked_for() => Assert.Equal(["a", "b"], Sample().Project(["a", "missing", "b"]).Fields);

    [Fact]
    public void A_shared_batch_can_grow_without_changing_its_origin()
    {
        var origin = Sample();
        var copy = origin.Share();

        copy.Set("c", new Value[3]);
        copy.Set("b", new Value[3]);

        Assert.Equal(["b", "a"], origin.Fields);
        Assert.Equal(Value.Of(1), origin["b", 0]);
    }

    [Fact]
    public void A_column_that_is_too_short_is_refused() => Assert.Throws<ArgumentException>(() => Sample().Set("c", new Value[2]));
}

using Indexer.Search.Values;

namespace Indexer.Search.Tests.Values;

public sealed class ValueTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(5, "5")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(1700000000.123456, "1700000000.123456")]
    [InlineData(1e17, "100000000000000000")]
    [InlineData(1e300, "1E+300")]
    public void A_number_is_written_as_people_write_it(double number, string text) => Assert.Equal(text, Value.Of(number).AsText());

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-1.5e3", -1500)]
    [InlineData("+7", 7)]
    [InlineData(".5", 0.5)]
    [InlineData("007", 7)]
    [InlineData("12345678901234567890", 12345678901234567890.0)]
    public void Text_that_spells_a_number_counts_as_one(string text, double number)
    {
        Assert.True(Value.Of(text).TryGetNumber(out var parsed));
        Assert.Equal(number, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,000")]
    [InlineData("0x1F")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-∞")]
    [InlineData("1e999")]
    [InlineData("12s")]
    [InlineData(".")]
    [InlineData("-")]
    public void Other_text_is_no_number(string text) => Assert.False(Value.Of(text).TryGetNumber(out _));

    [Fact]
    public void Values_that_look_the_same_make_one_group()
    {
        Assert.Equal(Value.Of(5), Value.Of("5"));
        Assert.Equal(Value.Of(5).GetHashCode(), Value.Of("5").GetHashCode());
        Assert.Equal(Value.True.GetHashCode(), Value.Of("True").GetHashCode());
        Assert.NotEqual(Value.Of(5), Value.Of("5.0"));
        Assert.NotEqual(Value.Of("a"), Value.Of("A"));
        Assert.NotEqual(Value.Null, Value.EmptyText);
    }

    [Fact]
    public void A_list_is_flat_has_no_nulls_and_has_two_items_or_more()
    {
        var list = Value.OfList([Value.Of("a"), Value.Null, Value.OfList([Value.Of(1), Value.Of(2)])]);

        Assert.Equal([Value.Of("a"), Value.Of(1), Value.Of(2)], list.Items);
        Assert.Equal("a\n1\n2", list.AsText());
        Assert.Equal(Value.Of("x"), Value.OfList([Value.Of("x")]));
        Assert.True(Value.OfList([]).IsNull);
    }

    [Fact]
    public void What_is_not_finite_is_null()
    {
        Assert.True(Value.Of(double.NaN).IsNull);
        Assert.True(Value.Of(double.PositiveInfinity).IsNull);
    }

    [Fact]
    public void Sorting_puts_null_first_then_numbers_then_text_without_case()
    {
        Value[] sorted = [Value.Null, Value.Of("-3"), Value.Of(2), Value.Of("10"), Value.Of("Alpha"), Value.Of("alpha"), Value.Of("beta"), Value.Of("Zeta")];
        var shuffled = sorted.Reverse().ToArray();

        Array.Sort(shuffled, Value.Compare);

        Assert.Equal(sorted, shuffled);
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Indexer.Model.Text;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Tests.Terms;

public sealed class StoredWordTests
{
    [Fact]
    public void The_class_is_the_number_of_joiners() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Generators.Word.ToArbitrary(), word =>
    {
        var bytes = Encoding.Latin1.GetBytes(word);
        Assert.Equal(bytes.Count(Segmentation.IsJoiner), StoredWord.Joiners(bytes));
    }));

    [Fact]
    public void Keys_are_in_the_order_of_classes_and_words() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Gen.Zip(Generators.Word, Generators.Word).ToArbitrary(), words =>
        {
            var a = Encoding.Latin1.GetBytes(words.Item1);
            var b = Encoding.Latin1.GetBytes(words.Item2);
            var (classA, classB) = (StoredWord.ClassOf(a), StoredWord.ClassOf(b));
            var expected = classA != classB ? classA.CompareTo(classB) : Math.Sign(StoredWord.Compare(a, b));
            var byKey = StoredWord.OrderKey(classA, a).CompareTo(StoredWord.OrderKey(classB, b));

            Assert.True(byKey == 0 || byKey == expected);
        }));

    [Theory]
    [InlineData("", 0x0000_0000_0000_0000)]
    [InlineData("a", 0x6100_0000_0000_0000)]
    [InlineData("abc", 0x6162_6300_0000_0000)]
    [InlineData("abcd", 0x6162_6364_0000_0000)]
    [InlineData("abcde", 0x6162_6364_6500_0000)]
    [InlineData("abcdefg", 0x6162_6364_6566_6700)]
    [InlineData("abcdefgh", 0x6162_6364_6566_6768)]
    [InlineData("abcdefghi", 0x6162_6364_6566_6768)]
    public void A_prefix_is_the_first_eight_bytes_and_zeros(string word, long expected) =>
        Assert.Equal((ulong)expected, StoredWord.Prefix(Encoding.ASCII.GetBytes(word)));
}

using System.Text;
using Indexer.Model.Text;

namespace Indexer.Model.Tests.Text;

public sealed class TextFoldingTests
{
    [Theory]
    [InlineData("FAILED Password", "failed password")]
    [InlineData("ÀÉÎ ΑΒΓ ДЖИ", "àéî αβγ джи")]
    [InlineData("İ 日本 Ⱥ", "İ 日本 Ⱥ")]
    public void Folding_keeps_the_length_and_may_happen_in_place(string text, string folded)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal(folded, Encoding.UTF8.GetString(TextFolding.Fold(text)));
        TextFolding.FoldInPlace(bytes);
        Assert.Equal(folded, Encoding.UTF8.GetString(bytes));
    }
}

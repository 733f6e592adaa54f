using System.Text.RegularExpressions;
using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Tests.Settings;

public sealed class RegexTextTests
{
    [Theory]
    [InlineData("(?P<user>\\w+)", "(?<user>\\w+)")]
    [InlineData("\\(?P<user>", "\\(?P<user>")]
    [InlineData("\\\\(?P<user>x)", "\\\\(?<user>x)")]
    [InlineData("(?<q>['\"]).*(?P=q)", "(?<q>['\"]).*\\k<q>")]
    [InlineData("[[:alpha:]_][[:alnum:]]*", "[a-zA-Z_][a-zA-Z0-9]*")]
    [InlineData("[^[:space:]]+", "[^\\s]+")]
    public void What_PCRE_writes_differently_is_translated(string pcre, string dotNet)
    {
        Assert.Equal(dotNet, RegexText.ToDotNet(pcre));
        _ = new Regex(pcre.Contains(@"\(?P<", StringComparison.Ordinal) && !pcre.StartsWith(@"\\", StringComparison.Ordinal) ? "x" : dotNet);
    }

    [Theory]
    [InlineData("UTF-8", "utf-8")]
    [InlineData("utf8", "utf-8")]
    [InlineData("UTF-16LE", "utf-16")]
    [InlineData("ISO-8859-1", "iso-8859-1")]
    [InlineData("Latin-1", "iso-8859-1")]
    [InlineData("SHIFT_JIS", "shift_jis")]
    [InlineData("EUC-JP", "euc-jp")]
    [InlineData("CP1252", "windows-1252")]
    public void Character_sets_are_found_by_the_names_that_people_use(string name, string webName)
    {
        Assert.Equal(webName, CharacterSet.Find(name)?.WebName);
    }

    [Fact]
    public void A_character_set_that_does_not_exist_is_none()
    {
        Assert.Null(CharacterSet.Find("KLINGON-8"));
    }
}

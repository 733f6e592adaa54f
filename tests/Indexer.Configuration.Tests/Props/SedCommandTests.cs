using System.Text.RegularExpressions;
using Indexer.Configuration.Props;

namespace Indexer.Configuration.Tests.Props;

public sealed class SedCommandTests
{
    [Theory]
    [InlineData(@"s/ssn=\d{5}(\d{4})/ssn=xxxxx\1/g", "ssn=123456789 ssn=987654321", "ssn=xxxxx6789 ssn=xxxxx4321")]
    [InlineData(@"s/cc=(\d{4}-){3}(\d{4})/cc=xxxx-xxxx-xxxx-\2/g", "cc=1234-5678-9012-3456", "cc=xxxx-xxxx-xxxx-3456")]
    [InlineData(@"s/a/b/", "aaa", "baa")]
    [InlineData(@"s/a/b/2", "aaa", "aba")]
    [InlineData(@"s/\/var\/log/\/logs/", "/var/log/x", "/logs/x")]
    [InlineData(@"s|/var/log|/logs|", "/var/log/x", "/logs/x")]
    [InlineData(@"s/(?P<who>bob)/<\1>/", "bob", "<bob>")]
    [InlineData(@"s/x/$1 & \\ $/", "x", @"$1 & \ $")]
    [InlineData(@"s/,/\n/g", "a,b,c", "a\nb\nc")]
    [InlineData(@"s/a/b/ s/b/c/g", "aa", "ca")]
    [InlineData(@"y/abc/xyz/", "aabbcc", "xxyyzz")]
    public void A_script_does_what_sed_does(string script, string text, string expected)
    {
        Assert.Null(SedCommand.Parse(script, out var commands));

        Assert.Equal(expected, commands.Aggregate(text, Apply));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("d/x/", "a command begins with s/ or y/, at character 1")]
    [InlineData("s", "a command begins with s/ or y/, at character 1")]
    [InlineData("s/a/b/gx", "the flag 'gx' is neither g nor a number")]
    [InlineData("s/a/b/0", "the flag '0' is neither g nor a number")]
    [InlineData(@"s/a/\1/", "the replacement names group 1, and the expression has 0")]
    [InlineData("s/(/x/", "insufficient closing parentheses at character 1")]
    [InlineData("y/ab/x/", "y has 2 characters to replace and 1 to replace them with")]
    [InlineData("s/a/b/ nonsense", "a command begins with s/ or y/, at character 8")]
    public void A_wrong_script_is_refused_with_the_reason(string script, string reason)
    {
        Assert.Equal(reason, SedCommand.Parse(script, out _));
    }

    // What the settings mean, in the plainest form.
    private static string Apply(string text, SedCommand command)
    {
        switch (command)
        {
            case SedCommand.Substitute { Occurrence: 0 } all:
                return Regex.Replace(text, all.Pattern, all.Replacement);
            case SedCommand.Substitute one:
                var match = Regex.Matches(text, one.Pattern)[one.Occurrence - 1];
                return text[..match.Index] + match.Result(one.Replacement) + text[(match.Index + match.Length)..];
            case SedCommand.Transliterate map:
                return string.Concat(text.Select(c => map.From.Contains(c) ? map.To[map.From.IndexOf(c)] : c));
            default:
                throw new InvalidOperationException(command.ToString());
        }
    }
}

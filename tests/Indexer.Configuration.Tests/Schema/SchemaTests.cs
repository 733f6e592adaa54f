using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration.Tests.Schema;

public sealed class SchemaTests
{
    private static readonly IEnumerable<Key> AllKeys =
        ConfigurationSchema.Files.SelectMany(file => file.Stanzas.SelectMany(stanza => stanza.Keys).Concat(file.GlobalKeys));

    [Fact]
    public void Every_documented_default_is_a_value_of_its_key()
    {
        Assert.All(AllKeys.Where(key => key.DefaultText is not null), key => Assert.Null(key.Check(key.DefaultText!)));
    }

    [Fact]
    public void Every_key_says_what_it_is_for_in_sentences()
    {
        Assert.All(AllKeys, key => Assert.EndsWith(".", key.Documentation));
    }

    [Fact]
    public void Within_a_stanza_no_name_stands_for_two_keys()
    {
        Assert.All(ConfigurationSchema.Files.SelectMany(file => file.Stanzas), stanza =>
        {
            var names = stanza.Keys.SelectMany(key => key.Aliases.Append(key.Name)).ToArray();
            Assert.Equal(names.Distinct(), names);
        });
    }

    [Fact]
    public void The_shipped_files_have_no_errors_and_no_warnings()
    {
        using var home = new TestHome();

        Assert.Empty(home.Warnings());
        Assert.Contains(ConfigurationSchema.Files, file => ShippedDefaults.Read(file.Name) is not null);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("Yes", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("NO", false)]
    public void Booleans_have_several_spellings(string text, bool expected)
    {
        Assert.Null(ValueTypes.Boolean.Parse(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("10s", 10)]
    [InlineData("2 m", 120)]
    [InlineData("1h", 3600)]
    [InlineData("7d", 604800)]
    public void Durations_are_seconds_or_carry_a_unit(string text, int seconds)
    {
        Assert.Null(ValueTypes.Seconds(0, 1_000_000).Parse(text, out var value));
        Assert.Equal(TimeSpan.FromSeconds(seconds), value);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1000001")]
    [InlineData("9223372036854775807d")]
    public void Durations_that_are_none_are_refused(string text)
    {
        Assert.NotNull(ValueTypes.Seconds(0, 1_000_000).Parse(text, out _));
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("10KB", 10240)]
    [InlineData("7MB", 7 << 20)]
    [InlineData("1 gb", 1 << 30)]
    public void Sizes_are_bytes_or_carry_a_unit(string text, long bytes)
    {
        Assert.Null(ValueTypes.Bytes.Parse(text, out var value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("auto", 750L << 20)]
    [InlineData("auto_high_volume", 10L << 30)]
    [InlineData("100", 100L << 20)]
    [InlineData("1048576", 1L << 40)]
    [Trait("Row", "STO-06")]
    public void The_size_of_a_bucket_is_a_word_or_MB(string text, long bytes)
    {
        Assert.Null(ValueTypes.BucketSize.Parse(text, out var value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1048577")]
    [InlineData("AUTO_HIGH")]
    [InlineData("99999999999999999999")]
    [Trait("Row", "STO-06")]
    public void Other_sizes_of_buckets_are_refused(string text)
    {
        Assert.NotNull(ValueTypes.BucketSize.Parse(text, out _));
    }

    [Theory]
    [InlineData("maxdatasize", "; did you mean 'maxDataSize'?")]
    [InlineData("maxDtaSize", "; did you mean 'maxDataSize'?")]
    [InlineData("colour", "")]
    public void The_name_that_was_probably_meant_is_suggested(string found, string suggestion)
    {
        Assert.Equal(suggestion, NearestName.Suggest(found, ["maxDataSize", "homePath", "coldPath"]));
    }
}

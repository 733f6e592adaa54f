using Indexer.Model;

namespace Indexer.Configuration.Tests.Settings;

public sealed class IndexSettingsTests : IDisposable
{
    private readonly TestHome home = new();

    private string Database => Path.Combine(home.Path, "var/lib/indexer");

    public void Dispose() => home.Dispose();

    [Fact]
    [Trait("Row", "IDX-02")]
    public void Main_internal_and_audit_are_shipped_and_main_is_the_default()
    {
        var indexes = home.Load().Indexes;

        Assert.Equal([IndexName.Main, IndexName.Internal, IndexName.Audit], indexes.Indexes.Keys);
        Assert.Equal(IndexName.Main, indexes.DefaultDatabase);
        Assert.Null(indexes.LastChanceIndex);
        Assert.Empty(indexes.Volumes);
    }

    [Fact]
    [Trait("Row", "IDX-02")]
    public void The_default_index_and_the_last_chance_can_be_other_indexes_that_exist()
    {
        home.Local("indexes", "[default]\ndefaultDatabase = web\nlastChanceIndex = stray\n[web]\n[stray]\n");
        var indexes = home.Load().Indexes;
        Assert.Equal(("web", "stray"), (indexes.DefaultDatabase.Value, indexes.LastChanceIndex!.Value.Value));

        home.Local("indexes", "[default]\ndefaultDatabase = wep\nlastChanceIndex = none\n[web]\n");
        Assert.Equal(
            [
                "$HOME/etc/system/local/indexes.conf:3: [default] lastChanceIndex: there is no index 'none'",
                "$HOME/etc/system/local/indexes.conf:2: [default] defaultDatabase: there is no index 'wep'; did you mean 'web'?",
            ],
            home.Errors());
    }

    [Fact]
    [Trait("Row", "IDX-02")]
    public void A_default_index_that_is_disabled_warns()
    {
        home.Local("indexes", "[main]\ndisabled = true\n");

        Assert.Equal("[default] defaultDatabase: index 'main' is disabled and takes in no events", Assert.Single(home.Warnings()));
    }

    [Fact]
    [Trait("Row", "STO-01")]
    [Trait("Row", "STO-02")]
    [Trait("Row", "STO-03")]
    [Trait("Row", "STO-05")]
    public void Main_has_its_documented_paths_and_ten_hot_buckets_of_high_volume()
    {
        var main = home.Index("main");

        Assert.Equal($"{Database}/defaultdb/db", main.HomePath);
        Assert.Equal($"{Database}/defaultdb/colddb", main.ColdPath);
        Assert.Equal($"{Database}/defaultdb/thaweddb", main.ThawedPath);
        Assert.Equal((10, 10L << 30), (main.MaxHotBuckets, main.MaxDataSizeBytes));
    }

    [Fact]
    [Trait("Row", "IDX-12")]
    [Trait("Row", "IDX-17")]
    [Trait("Row", "STO-04")]
    [Trait("Row", "STO-05")]
    [Trait("Row", "STO-06")]
    [Trait("Row", "STO-07")]
    [Trait("Row", "STO-08")]
    [Trait("Row", "STO-09")]
    [Trait("Row", "STO-10")]
    [Trait("Row", "STO-11")]
    [Trait("Row", "STO-12")]
    [Trait("Row", "STO-40")]
    [Trait("Row", "STO-41")]
    [Trait("Row", "BKT-36")]
    public void A_stanza_alone_is_an_index_with_the_documented_defaults()
    {
        home.Local("indexes", "[newindex]\n");

        var index = home.Index("newindex");

        Assert.Equal($"{Database}/newindex/db", index.HomePath);
        Assert.Equal($"{Database}/newindex/colddb", index.ColdPath);
        Assert.Equal($"{Database}/newindex/thaweddb", index.ThawedPath);
        Assert.False(index.Disabled);
        Assert.False(index.IsReplicated);
        Assert.Equal(3, index.MaxHotBuckets);
        Assert.Equal(750L << 20, index.MaxDataSizeBytes);
        Assert.Equal(300, index.MaxWarmDbCount);
        Assert.Equal(500_000L << 20, index.MaxTotalDataSizeBytes);
        Assert.Equal(TimeSpan.FromSeconds(188_697_600), index.FrozenTimePeriod);
        Assert.Equal((0, 0), (index.HomePathMaxDataSizeBytes, index.ColdPathMaxDataSizeBytes));
        Assert.Null(index.ColdToFrozenDir);
        Assert.Empty(index.ColdToFrozenScript);
        Assert.True(index.CreateBloomFilter);
        Assert.Null(index.BloomHomePath);
        Assert.Equal(TimeSpan.FromSeconds(60), index.RotatePeriod);
        Assert.Equal(TimeSpan.FromSeconds(7_776_000), index.MaxHotSpan);
        Assert.Equal(TimeSpan.Zero, index.MaxHotIdle);
        Assert.Equal(TimeSpan.FromSeconds(77_760_000), index.QuarantinePast);
        Assert.Equal(TimeSpan.FromSeconds(2_592_000), index.QuarantineFuture);
        Assert.Equal((5L << 20, 131_072), (index.MaxMemoryBytes, index.RawChunkSizeBytes));
        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60)), (index.MaxTimeUnreplicatedWithAcks, index.MaxTimeUnreplicatedNoAcks));
    }

    [Fact]
    public void The_records_own_defaults_are_the_documented_ones()
    {
        home.Local("indexes", "[newindex]\n");
        var configured = home.Index("newindex");

        var bare = new Configuration.Settings.IndexSettings
        {
            Name = configured.Name,
            HomePath = configured.HomePath,
            ColdPath = configured.ColdPath,
            ThawedPath = configured.ThawedPath,
            ColdToFrozenScript = configured.ColdToFrozenScript,
        };

        Assert.Equal(configured, bare);
    }

    [Fact]
    [Trait("Row", "STO-04")]
    [Trait("Row", "STO-06")]
    [Trait("Row", "STO-07")]
    [Trait("Row", "STO-08")]
    [Trait("Row", "STO-09")]
    [Trait("Row", "STO-12")]
    [Trait("Row", "STO-41")]
    [Trait("Row", "BKT-36")]
    public void Every_attribute_is_taken_from_its_stanza()
    {
        home.Local("indexes", """
            [web]
            disabled = true
            homePath = /data/web/db
            coldPath = /archive/web/colddb/
            thawedPath = $INDEXER_HOME/thawed/$_index_name
            repFactor = auto
            maxHotBuckets = 5
            maxDataSize = 200
            maxWarmDBCount = 10
            maxTotalDataSizeMB = 1000
            frozenTimePeriodInSecs = 15552000
            homePath.maxDataSizeMB = 300
            coldPath.maxDataSizeMB = 400
            createBloomfilter = false
            rotatePeriodInSecs = 30
            maxHotSpanSecs = 86400
            maxHotIdleSecs = 3600
            quarantinePastSecs = 100
            quarantineFutureSecs = 200
            maxMetaEntries = 7
            maxMemMB = 20
            rawChunkSizeBytes = 64KB
            maxConcurrentOptimizes = 3
            maxTimeUnreplicatedWithAcks = 10
            maxTimeUnreplicatedNoAcks = 20
            """);

        var web = home.Index("web");

        Assert.Equal(
            new Configuration.Settings.IndexSettings
            {
                Name = IndexName.Parse("web"),
                Disabled = true,
                HomePath = "/data/web/db",
                ColdPath = "/archive/web/colddb",
                ThawedPath = $"{home.Path}/thawed/web",
                IsReplicated = true,
                MaxHotBuckets = 5,
                MaxDataSizeBytes = 200L << 20,
                MaxWarmDbCount = 10,
                MaxTotalDataSizeBytes = 1000L << 20,
                FrozenTimePeriod = TimeSpan.FromDays(180),
                HomePathMaxDataSizeBytes = 300L << 20,
                ColdPathMaxDataSizeBytes = 400L << 20,
                ColdToFrozenScript = web.ColdToFrozenScript,
                CreateBloomFilter = false,
                RotatePeriod = TimeSpan.FromSeconds(30),
                MaxHotSpan = TimeSpan.FromDays(1),
                MaxHotIdle = TimeSpan.FromHours(1),
                QuarantinePast = TimeSpan.FromSeconds(100),
                QuarantineFuture = TimeSpan.FromSeconds(200),
                MaxMetaEntries = 7,
                MaxMemoryBytes = 20L << 20,
                RawChunkSizeBytes = 64 << 10,
                MaxConcurrentOptimizes = 3,
                MaxTimeUnreplicatedWithAcks = TimeSpan.FromSeconds(10),
                MaxTimeUnreplicatedNoAcks = TimeSpan.FromSeconds(20),
            },
            web);
        Assert.Empty(home.Warnings());
    }

    [Theory]
    [InlineData("_mine", "index name '_mine' begins with an underscore, which is reserved for internal indexes")]
    [InlineData("-mine", "index name '-mine' begins with a hyphen")]
    [InlineData("мой", "index name 'мой' has the character 'м'; only ASCII letters, digits, underscore and hyphen are allowed")]
    [InlineData("a/b", "index name 'a/b' has the character '/'; only ASCII letters, digits, underscore and hyphen are allowed")]
    [Trait("Row", "IDX-13")]
    public void Names_that_an_index_cannot_have_are_refused(string name, string reason)
    {
        home.Local("indexes", $"\n[{name}]\n");

        Assert.Equal([$"$HOME/etc/system/local/indexes.conf:2: [{name}]: {reason}"], home.Errors());
    }

    [Theory]
    [InlineData("web")]
    [InlineData("web-01_a")]
    [InlineData("2024")]
    [Trait("Row", "IDX-13")]
    public void Digits_letters_underscores_and_hyphens_make_a_name(string name)
    {
        home.Local("indexes", $"[{name}]\n");

        Assert.Equal(name, home.Index(name).Name.Value);
    }

    [Fact]
    [Trait("Row", "IDX-13")]
    public void Two_spellings_of_one_name_are_refused_and_shipped_internal_indexes_can_be_changed()
    {
        home.Local("indexes", "[_internal]\nmaxHotBuckets = 4\n");
        Assert.Equal(4, home.Index("_internal").MaxHotBuckets);

        home.Local("indexes", "[web]\n[Web]\nhomePath = /w/db\ncoldPath = /w/cold\nthawedPath = /w/thawed\n");
        Assert.Equal(
            ["$HOME/etc/system/local/indexes.conf:2: [Web]: index 'web' is configured twice, in spellings that differ in case"],
            home.Errors());
    }

    [Theory]
    [InlineData("homePath")]
    [InlineData("coldPath")]
    [InlineData("thawedPath")]
    [Trait("Row", "STO-01")]
    [Trait("Row", "STO-02")]
    [Trait("Row", "STO-03")]
    public void Each_path_is_required_absolute_and_made_of_known_variables(string key)
    {
        home.Local("indexes", $"[web]\n{key} =\n");
        Assert.Contains($"$HOME/etc/system/local/indexes.conf:2: [web] {key}: expected a path, found ''", home.Errors());

        home.Local("indexes", $"[web]\n{key} = data/db\n");
        Assert.Equal([$"$HOME/etc/system/local/indexes.conf:2: [web] {key}: 'data/db' is not absolute; begin it with '/' or $INDEXER_DB"], home.Errors());

        home.Local("indexes", $"[web]\n{key} = $HOME/db\n");
        Assert.Equal(
            [$"$HOME/etc/system/local/indexes.conf:2: [web] {key}: '$HOME' is not known here; known are $INDEXER_HOME, $INDEXER_DB and $_index_name"],
            home.Errors());
    }

    [Theory]
    [InlineData("$INDEXER_DB/x", "var/lib/indexer/x")]
    [InlineData("$SPLUNK_DB/x", "var/lib/indexer/x")]
    [InlineData("$INDEXER_HOME/$_index_name/x", "web/x")]
    [InlineData("$SPLUNK_HOME/./a/../b/", "b")]
    public void Variables_are_filled_in_under_both_spellings(string written, string expected)
    {
        home.Local("indexes", $"[web]\nhomePath = {written}\n");

        Assert.Equal(Path.Combine(home.Path, expected), home.Index("web").HomePath);
    }

    [Fact]
    public void The_database_is_taken_from_the_environment_then_from_the_launch_file()
    {
        home.Write("indexer-launch.conf", "# moved\nINDEXER_DB = /foo/bar\n");
        Assert.Equal("/foo/bar/defaultdb/db", home.Index("main").HomePath);

        home.Variable("INDEXER_DB", "/env/db");
        Assert.Equal(("/env/db", "/env/db/audit/db"), (home.Load().Database, home.Index("_audit").HomePath));
    }

    [Fact]
    public void Paths_that_share_or_contain_each_other_are_refused()
    {
        home.Local("indexes", """
            [a]
            homePath = /data/a
            coldPath = /data/a/cold
            [b]
            thawedPath = $INDEXER_DB/defaultdb/db
            """);

        Assert.Equal(
            [
                "$HOME/etc/system/local/indexes.conf:3: [a] coldPath: '/data/a/cold' lies inside homePath of [a] ($HOME/etc/system/local/indexes.conf:2); each path of each index needs its own directory",
                "$HOME/etc/system/local/indexes.conf:5: [b] thawedPath: '$HOME/var/lib/indexer/defaultdb/db' is also homePath of [main] (etc/system/default/indexes.conf:4); each path of each index needs its own directory",
            ],
            home.Errors().Order());
    }

    [Fact]
    [Trait("Row", "STO-10")]
    [Trait("Row", "STO-11")]
    public void Of_both_archive_settings_the_directory_wins_and_the_other_warns()
    {
        Directory.CreateDirectory(Path.Combine(home.Path, "bin"));
        home.Local("indexes", """
            [web]
            coldToFrozenDir = "/archive/$_index_name"
            coldToFrozenScript = "$INDEXER_HOME/bin/python" "$INDEXER_HOME/bin/my scripts/freeze.py"
            """);

        var web = home.Index("web");

        Assert.Equal("/archive/web", web.ColdToFrozenDir);
        Assert.Equal([$"{home.Path}/bin/python", $"{home.Path}/bin/my scripts/freeze.py"], web.ColdToFrozenScript);
        Assert.Equal(
            "$HOME/etc/system/local/indexes.conf:3: [web] coldToFrozenScript: it is ignored, because coldToFrozenDir is set too; keep one of them",
            Assert.Single(home.Warnings()));
    }

    [Theory]
    [InlineData("coldToFrozenDir = volume:cold/x", "coldToFrozenDir: this path may not use a volume; give a directory")]
    [InlineData("coldToFrozenDir = archive", "coldToFrozenDir: 'archive' is not absolute; begin it with '/' or $INDEXER_DB")]
    [InlineData("coldToFrozenScript = freeze.sh", "coldToFrozenScript: 'freeze.sh' is not absolute; begin it with '/' or $INDEXER_HOME")]
    [InlineData("coldToFrozenScript = /tmp/freeze.sh", "coldToFrozenScript: the script '/tmp/freeze.sh' must be in $HOME/bin/ or a directory below")]
    [InlineData("coldToFrozenScript = $INDEXER_HOME/bin/../x.sh", "coldToFrozenScript: the script '$HOME/x.sh' must be in $HOME/bin/ or a directory below")]
    [Trait("Row", "STO-10")]
    [Trait("Row", "STO-11")]
    public void Archive_settings_that_cannot_work_are_refused(string line, string message)
    {
        home.Local("indexes", $"[web]\n{line}\n");

        Assert.Equal([$"$HOME/etc/system/local/indexes.conf:2: [web] {message}"], home.Errors());
    }

    [Fact]
    [Trait("Row", "IDX-26")]
    [Trait("Row", "STO-01")]
    [Trait("Row", "STO-02")]
    [Trait("Row", "STO-03")]
    public void Storage_must_be_writable_and_all_places_that_are_not_are_named()
    {
        home.Write("file", "").Write("other", "").Write("other2", "").Local("indexes", $"""
            [volume:v]
            path = {home.Path}/etc/file/volume
            [web]
            homePath = volume:v/web
            coldPath = {home.Path}/etc/other
            [off]
            disabled = true
            thawedPath = {home.Path}/etc/other2/off
            """);
        var configuration = home.Load();

        var exception = Assert.Throws<ConfigurationException>(() => configuration.RequireWritableStorage(home.Files));

        Assert.Equal(
            [
                "$HOME/etc/system/local/indexes.conf:4: [web] homePath: '$HOME/etc/file/volume/web' cannot be written: '$HOME/etc/file' is a file",
                "$HOME/etc/system/local/indexes.conf:5: [web] coldPath: '$HOME/etc/other' cannot be written: '$HOME/etc/other' is a file",
            ],
            exception.Problems.Select(home.Relative));
    }

    [Fact]
    [Trait("Row", "IDX-26")]
    public void Storage_that_does_not_exist_yet_is_writable_where_it_can_be_made()
    {
        home.Load().RequireWritableStorage(home.Files);

        Assert.False(Directory.Exists(Database));
    }

    [Theory]
    [InlineData("maxHotBuckets", "0")]
    [InlineData("maxWarmDBCount", "-1")]
    [InlineData("maxTotalDataSizeMB", "0")]
    [InlineData("maxTotalDataSizeMB", "5GB")]
    [InlineData("frozenTimePeriodInSecs", "never")]
    [InlineData("repFactor", "3")]
    [InlineData("createBloomfilter", "maybe")]
    [InlineData("homePath.maxDataSizeMB", "-5")]
    public void Values_out_of_range_are_refused(string key, string value)
    {
        home.Local("indexes", $"[web]\n{key} = {value}\n");

        Assert.StartsWith($"$HOME/etc/system/local/indexes.conf:2: [web] {key}: expected ", Assert.Single(home.Errors()));
    }

    [Fact]
    [Trait("Row", "STO-05")]
    public void One_hot_bucket_works_but_warns()
    {
        home.Local("indexes", "[web]\nmaxHotBuckets = 1\n");

        Assert.Contains("2 or more keep them apart", Assert.Single(home.Warnings()));
    }
}

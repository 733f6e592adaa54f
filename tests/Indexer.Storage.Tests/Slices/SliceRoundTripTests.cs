using System.Buffers.Binary;
using System.Text;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Tests.Slices;

/// <summary>Whatever the events are, a slice gives back the same bytes, times, origins and fields in the same order.</summary>
public sealed class SliceRoundTripTests
{
    [Fact]
    [Trait("Row", "BKT-22")]
    public void Events_of_every_kind_come_back_as_they_were()
    {
        using var fixture = new SliceFixture();
        for (var seed = 0; seed < Seeds.Count(400); seed++)
        {
            var samples = new EventSamples(seed);
            List<SampleEvent>[] slices = [samples.Events(seed % 20 == 0 ? 6000 : 300), samples.Events(40)];

            fixture.Write(slices);

            AssertSame(slices, fixture.Read(), $"seed {seed}");
        }
    }

    [Fact]
    public void Full_slices_of_every_kind_come_back_as_they_were()
    {
        using var fixture = new SliceFixture();
        for (var seed = 0; seed < 6; seed++)
        {
            var samples = new EventSamples(seed + 10_000);
            var events = samples.Events(1).Concat(samples.Events(1)).ToList();
            while (events.Count < SliceLimits.EventsMax)
            {
                events.AddRange(samples.Events(3000));
            }

            List<SampleEvent>[] slices = [events[..SliceLimits.EventsMax]];

            fixture.Write(slices);

            AssertSame(slices, fixture.Read(), $"seed {seed}");
        }
    }

    [Fact]
    public void The_same_events_give_the_same_bytes_whatever_the_encoder_did_before()
    {
        using var fresh = new SliceFixture();
        using var used = new SliceFixture();
        for (var seed = 0; seed < 30; seed++)
        {
            used.Write(new EventSamples(seed + 500).Events(200));
        }

        var events = new EventSamples(7).Events(300);
        fresh.Write(events);
        used.Write(events);

        Assert.Equal(File.ReadAllBytes(fresh.FilePath), File.ReadAllBytes(used.FilePath));
    }

    [Fact]
    public void A_byte_flipped_in_rows_pages_or_directory_is_noticed()
    {
        using var fixture = new SliceFixture();
        var events = new EventSamples(3).Events(200);
        fixture.Write(events);
        var bytes = File.ReadAllBytes(fixture.FilePath);
        var random = new Random(1);
        for (var tries = 0; tries < 600; tries++)
        {
            var damaged = bytes.ToArray();
            var at = random.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(fixture.FilePath, damaged);

            AssertDamagedOrSame(fixture, events, $"byte {at} of {bytes.Length}");
        }

        for (var length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 200))
        {
            File.WriteAllBytes(fixture.FilePath, bytes[..length]);
            Assert.Contains(fixture.FilePath, Assert.Throws<BucketDamagedException>(fixture.Read).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>What a checksum cannot tell, because it was made for the wrong bytes, must not read or write beyond memory either.</summary>
    [Fact]
    public void Wrong_bytes_under_a_right_checksum_are_refused_or_read_as_other_events()
    {
        using var fixture = new SliceFixture();
        for (var seed = 0; seed < Seeds.Count(12); seed++)
        {
            var random = new Random(seed);
            fixture.Write(new EventSamples(seed + 77).Events(150), new EventSamples(seed + 78).Events(150));
            var bytes = File.ReadAllBytes(fixture.FilePath);
            var parts = fixture.ChecksummedParts();
            for (var tries = 0; tries < 150; tries++)
            {
                var (offset, length) = parts[random.Next(parts.Count)];
                var damaged = bytes.ToArray();
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                {
                    damaged[offset + random.Next(4, length)] ^= (byte)(1 << random.Next(8));
                }

                BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(offset), Crc32C.Of(damaged.AsSpan(offset + 4, length - 4)));
                File.WriteAllBytes(fixture.FilePath, damaged);

                var refusal = Record.Exception(fixture.Read);

                Assert.True(refusal is null or BucketDamagedException or Xunit.Sdk.TrueException, $"seed {seed}, {length} bytes at {offset}: {refusal}");
            }
        }
    }

    // The head of a slice stands in the directory once more, and reading relies on that one.
    private static void AssertDamagedOrSame(SliceFixture fixture, List<SampleEvent> events, string where)
    {
        try
        {
            AssertSame([events], fixture.Read(), where);
        }
        catch (BucketDamagedException e)
        {
            Assert.Contains(fixture.FilePath, e.Message, StringComparison.Ordinal);
        }
    }

    private static void AssertSame(List<SampleEvent>[] expected, List<List<SampleEvent>> actual, string where)
    {
        Assert.True(expected.Length == actual.Count, where);
        for (var slice = 0; slice < expected.Length; slice++)
        {
            Assert.True(expected[slice].Count == actual[slice].Count, where);
            for (var i = 0; i < expected[slice].Count; i++)
            {
                var (wanted, got) = (expected[slice][i], actual[slice][i]);
                Assert.True(wanted.Raw.AsSpan().SequenceEqual(got.Raw), $"{where}, slice {slice}, event {i}: wrote '{Show(wanted.Raw)}' and read '{Show(got.Raw)}'");
                Assert.True(wanted.Time == got.Time && wanted.Origin == got.Origin && wanted.Fields.AsSpan().SequenceEqual(got.Fields), $"{where}, slice {slice}, event {i}: time, origin or fields differ");
            }
        }
    }

    private static string Show(byte[] raw) => Encoding.Latin1.GetString(raw);
}

namespace Indexer.Storage.Terms;

/// <summary>Room for unpacked columns; one per thread that unpacks.</summary>
internal sealed class DecodingScratch
{
    [ThreadStatic]
    private static DecodingScratch? ofThread;

    public byte[] First = [];
    public byte[] Second = [];
    public byte[] Third = [];
    public byte[] Fourth = [];

    public static DecodingScratch OfThread => ofThread ??= new DecodingScratch();
}

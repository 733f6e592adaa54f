namespace Indexer.Configuration.Settings;

/// <summary>A password, key or token. Does not show itself in logs, messages and debuggers by accident.</summary>
public sealed record Secret
{
    private readonly string text;

    public Secret(string text) => this.text = text;

    /// <summary>The secret itself.</summary>
    public string Reveal() => text;

    public override string ToString() => "********";
}

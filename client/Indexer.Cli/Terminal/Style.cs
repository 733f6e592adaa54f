namespace Indexer.Cli.Terminal;

/// <summary>Colours, where they are wanted.</summary>
internal sealed class Style(bool isOn)
{
    public bool IsOn => isOn;

    public string Red(string text) => Paint("31", text);

    public string Green(string text) => Paint("32", text);

    public string Yellow(string text) => Paint("33", text);

    public string Bold(string text) => Paint("1", text);

    public string Dim(string text) => Paint("2", text);

    /// <summary>A node's health in its own colour.</summary>
    public string Health(string status) => status switch
    {
        "green" => Green(status),
        "yellow" => Yellow(status),
        "red" => Red(status),
        _ => status,
    };

    private string Paint(string code, string text) => isOn ? $"\e[{code}m{text}\e[0m" : text;
}

namespace Indexer.Client.Http;

/// <summary>Parameters of a call; those without a value are left out.</summary>
internal static class Forms
{
    public static List<KeyValuePair<string, string>> Of(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var form = new List<KeyValuePair<string, string>>(parameters.Length);
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                form.Add(new(name, value));
            }
        }

        return form;
    }

    /// <summary>A name as one segment of a path.</summary>
    public static string Segment(string name) => name == "*" ? name : Uri.EscapeDataString(name);
}

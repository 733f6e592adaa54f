using System.Text;
using Indexer.Inputs.Own;
using Indexer.Model;

namespace Indexer.Web.Server;

/// <summary>Writes to index <c>_audit</c>.</summary>
public sealed class AuditLog(OwnEvents events, TimeProvider clock) : IAuditLog
{
    private const string SourceType = "audittrail";
    private static readonly IndexName Index = IndexName.Parse("_audit");

    public void Write(string action, params ReadOnlySpan<(string Name, string Value)> details)
    {
        var now = clock.GetUtcNow();
        var text = new StringBuilder().Append(Answers.RestTime.Format(now)).Append(" action=");
        Append(text, action);
        foreach (var (name, value) in details)
        {
            text.Append(' ').Append(name).Append('=');
            Append(text, value);
        }

        events.Add(Index, "audit", SourceType, EventTime.FromDateTimeOffset(now), text.ToString());
    }

    private static void Append(StringBuilder text, string value) =>
        text.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
}

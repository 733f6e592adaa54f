namespace Indexer.Web.Server;

/// <summary>Writes down who did what. Never blocks and never fails.</summary>
public interface IAuditLog
{
    void Write(string action, params ReadOnlySpan<(string Name, string Value)> details);
}

using Indexer.Search.Execution;
using Indexer.Search.Jobs;
using Indexer.Web.Server;

namespace Indexer.Web.Searching;

/// <summary>Starts searches, and writes down who searched what.</summary>
internal sealed class SearchService(SearchJobManager jobs, SearchRequestReader reader, IAuditLog audit)
{
    public SearchJobManager Jobs => jobs;

    public SearchRequestReader Requests => reader;

    public SearchJob Start(SearchRequest request)
    {
        var job = jobs.Start(request.Text, request.Options);
        audit.Write("search", ("sid", job.Sid), ("search", request.Text));
        return job;
    }

    public SearchExport Export(SearchRequest request, SearchMessages messages)
    {
        var export = jobs.Export(request.Text, request.Options, messages);
        audit.Write("export", ("search", request.Text));
        return export;
    }
}

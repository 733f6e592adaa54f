using System.Globalization;
using Indexer.Configuration;
using Indexer.Grains.Indexes;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Lifecycle;
using Indexer.Web.Answers;
using Indexer.Web.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Indexer.Web.Indexes;

/// <summary><c>/services/data/indexes</c> and what is below it.</summary>
internal sealed class IndexEndpoints(ConfigurationStore configuration, StorageService storage, IGrainFactory grains, IAuditLog audit)
{
    private const string AllIndexes = "*";
    private static readonly string[] OtherParameters = ["name", "output_mode"];
    private readonly IndexAdministration administration = new(configuration, storage);

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var paths = endpoints.MapGroup("/services/data/indexes");
        paths.MapGet("", ListAsync);
        paths.MapPost("", AddAsync);
        paths.MapGet("/{name}", DescribeAsync);
        paths.MapPost("/{name}", EditAsync);
        paths.MapDelete("/{name}", RemoveAsync);
        paths.MapGet("/{name}/buckets", BucketsAsync);
        paths.MapPost("/{name}/{action}", ActAsync);
    }

    private Task ListAsync(HttpContext context) =>
        RestJson.WriteAsync(context, new EntryList<IndexAnswer>([.. storage.Statuses.Select(Describe)], []));

    private Task DescribeAsync(HttpContext context) => AnswerAsync(context, NameOf(context), []);

    private Task AnswerAsync(HttpContext context, IndexName index, IReadOnlyList<Message> messages, int status = StatusCodes.Status200OK) =>
        RestJson.WriteAsync(context, status, new EntryList<IndexAnswer>([Describe(storage.StatusOf(index))], messages));

    private async Task AddAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context);
        if (!IndexName.TryParseUserIndex(parameters.Required("name"), out var index, out var reason))
        {
            throw RestException.BadRequest(reason);
        }

        var messages = await administration.AddAsync(index, KeysOf(parameters), context.RequestAborted);
        audit.Write("add index", ("index", index.Value));
        await AnswerAsync(context, index, messages, StatusCodes.Status201Created);
    }

    private async Task EditAsync(HttpContext context)
    {
        var index = NameOf(context);
        var keys = KeysOf(await Parameters.ReadAsync(context));
        var messages = await administration.EditAsync(index, keys, context.RequestAborted);
        audit.Write("edit index", ("index", index.Value), ("keys", string.Join(' ', keys.Keys)));
        await AnswerAsync(context, index, messages);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        var index = NameOf(context);
        var messages = await administration.RemoveAsync(index, context.RequestAborted);
        audit.Write("remove index", ("index", index.Value));
        await RestJson.WriteMessagesAsync(context, messages);
    }

    private async Task BucketsAsync(HttpContext context)
    {
        var index = NameOf(context);
        using var snapshot = storage.OpenSnapshot(index, TimeRange.All) ?? throw new UnknownIndexException(index);
        var entries = snapshot.Buckets
            .OrderBy(bucket => bucket.Id.LocalId)
            .Select(bucket => new Entry<BucketAnswer>(bucket.Id.ToString(), new BucketAnswer(
                bucket.Stage.ToString().ToLowerInvariant(),
                bucket.EventCount,
                RawBytesOf(bucket),
                bucket.BytesOnDisk,
                bucket.Earliest is { } earliest ? RestTime.Format(earliest) : null,
                bucket.Latest is { } latest ? RestTime.Format(latest) : null,
                bucket.Directory)));
        await RestJson.WriteAsync(context, new EntryList<BucketAnswer>([.. entries],
            [.. snapshot.Unserved.Select(bucket => Message.Warning($"{bucket.Name} is not served: it {bucket.Reason}"))]));
    }

    private async Task ActAsync(HttpContext context)
    {
        var action = (string)context.Request.RouteValues["action"]!;
        var messages = new List<Message>();
        if (action == "reload")
        {
            messages.AddRange(await administration.ReloadAsync(context.RequestAborted));
        }
        else
        {
            foreach (var index in NamesOf(context))
            {
                messages.AddRange(await ActAsync(index, action, context.RequestAborted));
            }
        }

        audit.Write(action, ("index", (string)context.Request.RouteValues["name"]!));
        await RestJson.WriteMessagesAsync(context, messages);
    }

    private async Task<IReadOnlyList<Message>> ActAsync(IndexName index, string action, CancellationToken cancellation)
    {
        switch (action)
        {
            case "enable" or "disable":
                var keys = new Dictionary<string, string>(StringComparer.Ordinal) { ["disabled"] = action == "disable" ? "true" : "false" };
                return [Message.Information($"index '{index}' is {action}d"), .. await administration.EditAsync(index, keys, cancellation)];
            case "roll-hot-buckets":
                var count = await grains.GetGrain<IIndexGrain>(index.Value).RollHotBucketsAsync(cancellation);
                return [Message.Information(string.Create(CultureInfo.InvariantCulture, $"index '{index}': {count} hot buckets are warm now"))];
            case "rebuild-metadata-and-manifests":
                await storage.RebuildManifestsAsync(index, bucketManifest: true, metadata: true, cancellation);
                break;
            case "rebuild-metadata":
                await storage.RebuildManifestsAsync(index, bucketManifest: false, metadata: true, cancellation);
                break;
            case "rebuild-bucket-manifest":
                await storage.RebuildManifestsAsync(index, bucketManifest: true, metadata: false, cancellation);
                break;
            default:
                throw RestException.NotFound($"there is no action '{action}' for an index");
        }

        return [Message.Information($"index '{index}': {action} is done")];
    }

    private Entry<IndexAnswer> Describe(IndexStatus status)
    {
        var settings = storage.SettingsOf(status.Name);
        using var snapshot = storage.OpenSnapshot(status.Name, TimeRange.All);
        return new Entry<IndexAnswer>(status.Name.Value, new IndexAnswer(
            status.IsDisabled,
            status.Name.IsInternal,
            status.EventCount,
            status.AgingBytesOnDisk + status.Thawed.BytesOnDisk,
            snapshot?.Buckets.Sum(RawBytesOf) ?? 0,
            status.Earliest is { } earliest ? RestTime.Format(earliest) : null,
            status.Latest is { } latest ? RestTime.Format(latest) : null,
            status.Hot.Buckets,
            status.Warm.Buckets,
            status.Cold.Buckets,
            status.Thawed.Buckets,
            settings.HomePath,
            settings.ColdPath,
            settings.ThawedPath,
            [.. status.Unserved.Select(bucket => $"{bucket.Name} is not served: it {bucket.Reason}")],
            ConfiguredKeys(status.Name)));
    }

    private static long RawBytesOf(BucketHandle bucket) => bucket.Manifest?.RawBytes ?? bucket.Hot!.RawBytes;

    private Dictionary<string, string> ConfiguredKeys(IndexName index)
    {
        try
        {
            return configuration.Current.List("indexes", index.Value).Single().Values.ToDictionary(value => value.Key, value => value.Text, StringComparer.Ordinal);
        }
        catch (KeyNotFoundException)
        {
            return [];
        }
    }

    private static Dictionary<string, string> KeysOf(Parameters parameters) =>
        parameters.All.Where(pair => !OtherParameters.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static IndexName NameOf(HttpContext context) =>
        IndexName.TryParse((string)context.Request.RouteValues["name"]!, out var index, out var reason) ? index : throw RestException.BadRequest(reason);

    private IReadOnlyCollection<IndexName> NamesOf(HttpContext context) =>
        (string)context.Request.RouteValues["name"]! == AllIndexes ? storage.Indexes : [NameOf(context)];
}

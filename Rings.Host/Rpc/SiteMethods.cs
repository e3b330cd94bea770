using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Host.Sites;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>The JSON-RPC methods of sites: <c>docs/json-rpc.md</c>.</summary>
/// <param name="sites">The sites of this node.</param>
/// <param name="keeper">Publishes them.</param>
/// <param name="names">What names stand for already.</param>
/// <param name="self">The node.</param>
/// <param name="gatewayPort">Where this node's web gateway listens; null: it has none.</param>
/// <param name="time">The clock.</param>
internal sealed class SiteMethods(
    SiteBook sites, SiteKeeper keeper, OwnNames names, Did self, Func<int?> gatewayPort, TimeProvider time)
{
    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("publishSite", ["name", "root", "title", "single_page"], PublishAsync),
        new("listSites", [], (_, _) => Task.FromResult<JsonNode?>(new JsonArray([.. sites.All.Select(Json)]))),
        new("removeSite", ["name"], RemoveAsync),
    ];

    private async Task<JsonNode?> PublishAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var site = new Site(NameOf(arguments), RootOf(arguments), time.GetUtcNow())
        {
            Title = arguments.OptionalText("title") ?? "",
            IsSinglePage = arguments.Flag("single_page", ifAbsent: false),
        };
        Require(site);
        await names.RequireNoServiceAsync(site.Name, cancel);
        await DoneAsync(() => keeper.PublishAsync(site, cancel));
        return Json(site);
    }

    private async Task<JsonNode?> RemoveAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var site = sites.Find(NameOf(arguments))
            ?? throw new JsonRpcException(JsonRpcError.NotFound, $"This node publishes no site {arguments.Text("name")}.");
        await DoneAsync(() => keeper.RemoveAsync(site.Name, cancel));
        return Json(site);
    }

    private static async Task DoneAsync(Func<Task<IPutOutcome>> put)
    {
        try
        {
            // Refusals and silence are the errors that they are of any record.
            RecordJson.Of(await put());
        }
        catch (UserErrorException full)
        {
            throw new JsonRpcException(JsonRpcError.Busy, $"{full.Message}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JsonRpcException(JsonRpcError.Refused, $"The list of sites cannot be written: {error.Message}");
        }
    }

    private static void Require(Site site)
    {
        try
        {
            _ = site.ToManifest();
        }
        catch (ProtocolException wrong)
        {
            throw JsonRpcArguments.Missing(wrong.Field[(wrong.Field.LastIndexOf('.') + 1)..], wrong.Expected);
        }
    }

    private static ServiceName NameOf(JsonRpcArguments arguments) =>
        arguments.Parsed<ServiceName>("name", $"a name of a site: {ServiceName.Expected}", ServiceName.TryParse);

    private static BlobHash RootOf(JsonRpcArguments arguments)
    {
        try
        {
            return BlobHash.Parse(arguments.Text("root"));
        }
        catch (ProtocolException wrong)
        {
            throw JsonRpcArguments.Missing("root", wrong.Expected);
        }
    }

    private JsonNode Json(Site site) => new JsonObject
    {
        ["name"] = site.Name.ToString(),
        ["root"] = site.Root.ToString(),
        ["title"] = site.Title,
        ["singlePage"] = site.IsSinglePage,
        ["published"] = site.Published.ToString("O", CultureInfo.InvariantCulture),
        ["url"] = new RingUrl(self, site.Name).ToString(),
        ["page"] = gatewayPort() is { } port ? $"http://{new LocalHost(self, site.Name)}:{port}/" : null,
    };
}

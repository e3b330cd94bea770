using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using Rings.Host.Sites;
using Rings.Protocol;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>What this node's names stand for already: a site and a service of one name would share one record.</summary>
/// <param name="node">Knows the services.</param>
/// <param name="sites">The sites.</param>
/// <param name="self">The node.</param>
internal sealed class OwnNames(IRings node, SiteBook sites, Did self)
{
    /// <summary>Requires that a service may have a name.</summary>
    /// <param name="owner">Whose service; null: this node's.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="JsonRpcException">The name is a site of this node.</exception>
    public void RequireNoSite(Did? owner, string name)
    {
        if ((owner ?? self) == self && sites.All.Any(site => site.Name.ToString() == name)) throw Taken(name, "site", "rings site remove");
    }

    /// <summary>Requires that a site may have a name.</summary>
    /// <exception cref="JsonRpcException">The name is a service of this node, or the services are not told.</exception>
    public async Task RequireNoServiceAsync(ServiceName name, CancellationToken cancel)
    {
        var isTaken = (await node.ServicesAsync(ListServices.Instance, cancel)).Match(
            told => told.Services.Any(service => service.Owner == self && service.Name == name.ToString()),
            refused => throw ServiceJson.Error(refused));
        if (isTaken) throw Taken(name.ToString(), "service", "rings service remove");
    }

    private static JsonRpcException Taken(string name, string what, string remedy) => new(
        JsonRpcError.Refused, $"'{name}' is a {what} of this node: '{remedy} {name}' ends it, or choose another name.");
}

using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.AspNetCore.Server;

/// <summary>
/// The service that an application is: closed, and for nobody, until it is told who may use it. What is changed while it
/// runs is changed by <see cref="IServices.ServicesAsync"/> and <see cref="IServices.TicketsAsync"/>, or by <c>rings service</c>.
/// </summary>
public sealed class RingsService
{
    /// <summary>Callers that may wait to be taken, unless told otherwise.</summary>
    private const int DefaultBacklog = 64;

    private RingsNodeProtocol.ServiceOffer _offer = new(ServiceName.Web.ToString(), ServiceKind.Http, Target: null);

    internal RingsNodeProtocol.ServiceOffer Offer => _offer;

    internal int Waiting { get; private set; } = DefaultBacklog;

    /// <summary>Its name; <c>web</c> by default.</summary>
    /// <exception cref="ProtocolException">It is no name: <see cref="ServiceName.Expected"/>.</exception>
    public RingsService Name(string name)
    {
        _offer = _offer with { Name = ServiceName.Parse(name).ToString() };
        return this;
    }

    /// <summary>Words for people, up to 80 characters.</summary>
    public RingsService Title(string title)
    {
        _offer = _offer with { Title = title };
        return this;
    }

    /// <summary>Lets Dids in by name.</summary>
    public RingsService Allow(params Did[] dids)
    {
        ArgumentNullException.ThrowIfNull(dids);
        _offer = _offer with { Allowed = _offer.Allowed.AddRange(dids) };
        return this;
    }

    /// <summary>Lets everybody in, and tells the ring that it is there.</summary>
    public RingsService Public()
    {
        _offer = _offer with { Access = ServiceAccess.Public };
        return this;
    }

    /// <summary>Lets it be found by its name only, which proves nothing.</summary>
    public RingsService Announce()
    {
        _offer = _offer with { IsAnnounced = true };
        return this;
    }

    /// <summary>Who provides it beside this node, which has to be among them.</summary>
    public RingsService Providers(params Did[] dids)
    {
        ArgumentNullException.ThrowIfNull(dids);
        _offer = _offer with { Providers = [.. dids] };
        return this;
    }

    /// <summary>Provides the service of another Did, whose manifest names this node as a provider.</summary>
    public RingsService Of(Did owner)
    {
        _offer = _offer with { Owner = owner };
        return this;
    }

    /// <summary>Callers that may wait to be taken; those beyond hear that there is no room. 64 by default.</summary>
    public RingsService Backlog(int callers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(callers, 1);
        Waiting = callers;
        return this;
    }
}

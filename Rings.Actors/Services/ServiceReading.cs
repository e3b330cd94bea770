using Rings.Protocol;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Services;

/// <summary>Reads what a user wants to provide.</summary>
internal static class ServiceReading
{
    /// <summary>Reads an offer.</summary>
    /// <param name="offer">What is wanted.</param>
    /// <param name="self">The node.</param>
    /// <param name="now">The time.</param>
    /// <param name="service">What it is.</param>
    /// <returns>Null: it is right; otherwise what is wrong, as a clause.</returns>
    public static string? Read(ServiceOffer offer, Did self, Instant now, out OfferedService? service)
    {
        service = null;
        if (!ServiceName.TryParse(offer.Name, out var name)) return $"'{offer.Name}' is no name of a service: expected {ServiceName.Expected}";
        ServiceTarget? target = null;
        if (offer.Target is not null && !ServiceTarget.TryParse(offer.Target, out target))
            return $"'{offer.Target}' is no target: expected {ServiceTarget.Expected}";
        if (!HostRules.IsValid(offer.Host)) return $"'{offer.Host}' is no host: expected {HostRules.Expected}";
        if (offer.Kind != ServiceKind.Http && (offer.Host.Length > 0 || offer.IsCrossOrigin))
            return "only a service of kind http has a host, or takes requests of other sites";
        var owner = offer.Owner ?? self;
        if (owner != self && (!offer.Providers.IsEmpty || offer.IsAnnounced))
            return $"only {owner} says who provides {name}, and announces it";
        try
        {
            var manifest = new ServiceManifest(name, offer.Kind, offer.Access)
            {
                Title = offer.Title,
                Protocol = offer.Protocol,
                Providers = owner == self ? offer.Providers : [self],
                Resource = offer.Resource,
            }.Checked();
            service = new OfferedService(manifest, owner, target)
            {
                Allowed = [.. offer.Allowed],
                IsAnnounced = offer.IsAnnounced,
                Host = offer.Host,
                IsCrossOrigin = offer.IsCrossOrigin,
                IsKept = offer.IsKept,
                Added = now,
            };
        }
        catch (ProtocolException wrong)
        {
            return $"{wrong.Field}: expected {wrong.Expected}";
        }

        return null;
    }
}

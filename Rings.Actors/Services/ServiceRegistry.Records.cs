using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Services;

/// <content>What the ring is told of services, and that it ends with them.</content>
internal sealed partial class ServiceRegistry
{
    private void Publish()
    {
        foreach (var service in Book.Services) Publish(service);
    }

    private void Publish(OfferedService service)
    {
        var load = Book.LoadOf(service.Name);
        var due = _parts.Memory.Records.Due(service, load, _node.Now);
        if (due == RecordsDue.None) return;
        if (due.HasFlag(RecordsDue.Manifest)) Put(ManifestOf(service));
        if (due.HasFlag(RecordsDue.Presence)) Put(PresenceOf(service, load));
        if (due.HasFlag(RecordsDue.Announcement)) Put(AnnouncementIn(ServiceManifest.RegisterOf(service.Name), service));
        if (due.HasFlag(RecordsDue.Resource)) Put(AnnouncementIn(service.Manifest.Resource!.Value.Set, service));
        _parts.Memory.Records.Put(service.Name, due, load, _node.Now);
    }

    /// <summary>Whoever looks finds nothing from now on: an empty value is no manifest and no presence.</summary>
    private void EndRecords(OfferedService service)
    {
        var told = _parts.Memory.Records.Forget(service.Name);
        if (told.HasFlag(RecordsDue.Manifest))
            Put(new PutRegister(ServiceManifest.RegisterOf(service.Name), [], ServiceManifest.Life, Consistency.One));
        if (told.HasFlag(RecordsDue.Presence))
            Put(new PutRegister(ServiceRecords.PresenceName(service.Owner, service.Name), [], Presence.Life, Consistency.One));
        if (told.HasFlag(RecordsDue.Announcement))
            Put(new RemoveElement(ServiceManifest.RegisterOf(service.Name), [], Consistency: Consistency.One));
        if (told.HasFlag(RecordsDue.Resource))
            Put(new RemoveElement(service.Manifest.Resource!.Value.Set, [], Consistency: Consistency.One));
    }

    private void Put(IRecordCommand record) => _parts.Storage.Tell(record, Self);

    private static PutRegister ManifestOf(OfferedService service) => new(
        ServiceManifest.RegisterOf(service.Name), service.Manifest.ToBytes(), ServiceManifest.Life);

    private PutRegister PresenceOf(OfferedService service, int load) => new(
        ServiceRecords.PresenceName(service.Owner, service.Name),
        new Presence(load, Book.FreeStreamsOf(service.Name), _started).ToBytes(), Presence.Life);

    private static AddElement AnnouncementIn(string set, OfferedService service) => new(
        set, [], new Announcement(service.Owner, service.Name, service.Manifest.Title).ToBytes(), Life: Presence.Life);
}

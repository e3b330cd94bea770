using Rings.Actors.Disk;
using Rings.Actors.Services;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Actors.Tests.Services;

public sealed class SqliteServiceStoreSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-services-");
    private static readonly OfferedService Web =
        new(new(ServiceName.Web, ServiceKind.Tcp, ServiceAccess.Closed), Did.Zero.Finger(1), null) { Allowed = [Did.Zero.Finger(2)] };

    private string File => Path.Combine(_folder.FullName, "services.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Services_and_tickets_come_back_and_what_was_forgotten_does_not()
    {
        var (one, two) = (TicketOf(1), TicketOf(2));
        using (var store = SqliteServiceStore.Open(File).Store)
        {
            store.Keep(Web);
            store.Keep(Web with { Allowed = [] });
            store.Keep(one);
            store.Keep(two);
            store.Forget(two);
        }

        using (var store = SqliteServiceStore.Open(File).Store)
        {
            Assert.Empty(Assert.Single(store.Services()).Allowed);
            Assert.Equal(one, Assert.Single(store.Tickets()));
            store.Forget(Web.Name, [one]);
        }

        using var last = SqliteServiceStore.Open(File).Store;
        Assert.Empty(last.Services());
        Assert.Empty(last.Tickets());
    }

    [Fact]
    public void A_file_with_a_service_that_was_not_written_so_is_set_aside()
    {
        using (var before = SqliteServiceStore.Open(File).Store) before.Keep(Web);
        using (var file = SqliteFile.Open(File, StoreSchema.Services, file => file).Store)
            file.Run("UPDATE service SET value = $value", ("$value", (Web with { Allowed = [] }).ToBytes()));

        var (store, aside) = SqliteServiceStore.Open(File);

        using (store) Assert.Empty(store.Services());
        Assert.NotNull(aside);
    }

    private static Ticket TicketOf(byte secret) => Ticket.Of(
        TicketSecret.Of(Enumerable.Repeat(secret, 32).ToArray()), ServiceName.Web, TicketBearer.First);
}

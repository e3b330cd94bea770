using CsCheck;
using Google.Protobuf;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

/// <summary>What is said of services: comes back as it went, and breaks no bound.</summary>
public sealed class ServiceMessageSpecs
{
    private static readonly Did Owner = Did.Zero.Finger(1);
    private static readonly ServiceName Web = ServiceName.Parse("web");

    [Fact]
    public void A_presence_comes_back_and_keeps_its_bounds()
    {
        var presence = new Presence(75, 12, Instant.FromUnixMilliseconds(1_000));

        Assert.Equal(presence, Presence.Read(presence.ToBytes()));
        Assert.Throws<ProtocolException>(() => Presence.Read(new Proto.Presence { Load = 101 }.ToByteArray()));
        Assert.Throws<ProtocolException>(() => Presence.Read(new Proto.Presence { StartedMs = ulong.MaxValue }.ToByteArray()));
        Assert.Throws<ProtocolException>(() => Presence.Read(new byte[257]));
        Assert.Equal(int.MaxValue, Presence.Read(new Proto.Presence { FreeStreams = uint.MaxValue }.ToByteArray()).FreeStreams);
    }

    [Fact]
    public void A_call_comes_back_and_keeps_its_bounds()
    {
        var call = new ServiceCall(Owner, Web, TicketSecret.Of(new byte[32]));

        Assert.Equal(call, ServiceCall.Read(call.ToBytes()));
        Assert.True(ServiceCall.Read(new ServiceCall(Owner, Web, default).ToBytes()).Ticket.IsEmpty);
        var said = new Proto.ServiceCall { Owner = ByteString.CopyFrom(Owner.ToByteArray()), Name = "web" };
        said.Ticket = ByteString.CopyFrom(new byte[31]);
        Assert.Throws<ProtocolException>(() => ServiceCall.Read(said.ToByteArray()));
        said.Ticket = ByteString.Empty;
        said.Name = "";
        Assert.Throws<ProtocolException>(() => ServiceCall.Read(said.ToByteArray()));
        Assert.Throws<ProtocolException>(() => ServiceCall.Read(new Proto.ServiceCall { Name = "web" }.ToByteArray()));
        Assert.Throws<ProtocolException>(() => ServiceCall.Read(new byte[ServiceCall.MaxBytes + 1]));
    }

    [Fact]
    public void What_a_disk_keeps_comes_back_as_it_went()
    {
        Assert.True(ServiceTarget.TryParse("127.0.0.1:8080", out var target));
        var service = new OfferedService(new(Web, ServiceKind.Http, ServiceAccess.Closed), Owner, target)
        {
            Allowed = [Owner],
            Denied = [Did.Zero.Finger(3)],
            IsAnnounced = true,
            Host = "app.test",
            IsCrossOrigin = true,
            Added = Instant.FromUnixMilliseconds(5),
        };
        var ticket = Ticket.Of(TicketSecret.Of(new byte[32]), Web, TicketBearer.Named) with
        {
            Holder = Owner,
            NotAfter = Instant.FromUnixMilliseconds(9),
            Made = Instant.FromUnixMilliseconds(7),
        };

        var read = OfferedService.Read(service.ToBytes());
        Assert.Equal(service.ToBytes(), read.ToBytes());
        Assert.Equal((service.Manifest, service.Owner, service.Target), (read.Manifest, read.Owner, read.Target));
        Assert.Equal((service.Host, service.IsCrossOrigin), (read.Host, read.IsCrossOrigin));
        Assert.True(read.Allowed.SetEquals(service.Allowed) && read.Denied.SetEquals(service.Denied));
        Assert.Equal(ticket, Ticket.Read(ticket.ToBytes()));
    }

    [Fact]
    public void Bytes_by_chance_are_refused_by_a_word_and_never_a_crash() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        foreach (var read in (Action[])
            [
                () => Presence.Read(bytes), () => ServiceCall.Read(bytes),
                () => OfferedService.Read(bytes), () => Ticket.Read(bytes),
            ])
        {
            if (Record.Exception(read) is { } thrown) Assert.IsType<ProtocolException>(thrown);
        }
    });
}

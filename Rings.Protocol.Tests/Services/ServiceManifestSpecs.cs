using CsCheck;
using Google.Protobuf;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Services;

/// <summary>What owners say of their services: comes back as it went, and breaks no bound.</summary>
public sealed class ServiceManifestSpecs
{
    private static readonly ServiceName Web = ServiceName.Parse("web");

    [Fact]
    public void A_manifest_comes_back_as_it_went()
    {
        var site = new ServiceManifest(Web, ServiceKind.Site, ServiceAccess.Public)
        {
            Title = "Zoë's page",
            SiteRoot = BlobHash.OfManifest([1]),
            IsSinglePage = true,
            Providers = [Did.Zero.Finger(1), Did.Zero.Finger(2)],
        };
        var app = new ServiceManifest(Web, ServiceKind.App, ServiceAccess.Closed)
        {
            Protocol = "chat/1",
            Resource = ResourceHash.Read(new byte[32]),
        };

        Assert.Equal(site, ServiceManifest.Read(site.ToBytes(), Web));
        Assert.Equal(app, ServiceManifest.Read(app.ToBytes(), Web));
        Assert.NotEqual(site, app);
        Assert.Equal("service/web", ServiceManifest.RegisterOf(Web));
    }

    [Fact]
    public void A_manifest_out_of_its_bounds_is_refused()
    {
        static Proto.ServiceManifest Said(Action<Proto.ServiceManifest> change)
        {
            var said = new ServiceManifest(Web, ServiceKind.Tcp, ServiceAccess.Public).ToProto();
            change(said);
            return said;
        }

        var dids = Enumerable.Range(0, 65).Select(exponent => ByteString.CopyFrom(Did.Zero.Finger(exponent).ToByteArray())).ToList();
        Refused("version", Said(said => said.Version = 2));
        Refused("name", Said(said => said.Name = "Web"));
        Refused("name", Said(said => said.Name = "other"));
        Refused("title", Said(said => said.Title = new string('a', 81)));
        Refused("title", Said(said => said.Title = "a\nb"));
        Refused("kind", Said(said => said.Kind = (Proto.ServiceKind)4));
        Refused("access", Said(said => said.Access = (Proto.ServiceAccess)2));
        Refused("protocol", Said(said => said.Protocol = "chat/1"));
        Refused("protocol", Said(said => said.Kind = Proto.ServiceKind.App));
        Refused("providers", Said(said => said.Providers.AddRange(dids)));
        Refused("providers", Said(said => said.Providers.AddRange([dids[0], dids[0]])));
        Refused("providers", Said(said => said.Providers.Add(ByteString.CopyFrom(new byte[19]))));
        Refused("site_root", Said(said => said.Kind = Proto.ServiceKind.Site));
        Refused("site_root", Said(said => said.SiteRoot = ByteString.CopyFrom(new byte[32])));
        Refused("single_page", Said(said => said.SinglePage = true));
        Assert.Throws<ProtocolException>(() => ServiceManifest.Read(new byte[4097], Web));
        Assert.Throws<ProtocolException>(() => ServiceManifest.Read([], Web));

        static void Refused(string field, Proto.ServiceManifest said) => Assert.EndsWith(
            field, Assert.Throws<ProtocolException>(() => ServiceManifest.Read(said.ToByteArray(), Web)).Field,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_by_chance_are_refused_by_a_word_and_never_a_crash() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        if (Record.Exception(() => ServiceManifest.Read(bytes, Web)) is { } thrown) Assert.IsType<ProtocolException>(thrown);
    });
}

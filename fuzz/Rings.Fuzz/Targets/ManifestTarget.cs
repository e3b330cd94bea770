using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;

namespace Rings.Fuzz.Targets;

/// <summary>What an owner says of a service, and the host names by which browsers ask for one.</summary>
internal sealed class ManifestTarget : IFuzzTarget
{
    public string Name => "manifest";

    public int MaxBytes => RecordLimits.MaxValueBytes;

    public long MaxAllocatedBytes => 32 * RecordLimits.MaxValueBytes;

    public IEnumerable<byte[]> Seeds() =>
    [
        new ServiceManifest(ServiceName.Web, ServiceKind.Tcp, ServiceAccess.Closed).ToBytes(),
        new ServiceManifest(ServiceName.Web, ServiceKind.App, ServiceAccess.Public) { Protocol = "chat/1", Title = "talk" }.ToBytes(),
        new ServiceManifest(ServiceName.Web, ServiceKind.Site, ServiceAccess.Public)
        {
            SiteRoot = BlobHash.OfManifest([1]),
            IsSinglePage = true,
            Providers = [Did.Zero, Did.Zero.Finger(17)],
        }.ToBytes(),
        System.Text.Encoding.UTF8.GetBytes(new LocalHost(Did.Zero.Finger(17), ServiceName.Web).ToString()),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            var manifest = ServiceManifest.Read(input, ServiceName.Web);
            if (ServiceManifest.Read(manifest.ToBytes(), ServiceName.Web) != manifest)
                throw new InvalidOperationException("A manifest did not come back as it was read.");
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }

        if (LocalHost.TryParse(System.Text.Encoding.UTF8.GetString(input), out var host)
            && !(LocalHost.TryParse(host.ToString(), out var again) && again == host))
        {
            throw new InvalidOperationException("A host name did not come back as it was read.");
        }
    }
}

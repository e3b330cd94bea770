using System.Net;
using System.Text;
using Rings.Protocol;
using Rings.Protocol.Entrance;

namespace Rings.Fuzz.Targets;

/// <summary>
/// What strangers say to an entrance: hellos of TLS with the names in them; and headers of the PROXY protocol, if the first
/// byte of an input is odd.
/// </summary>
internal sealed class EntranceTarget : IFuzzTarget
{
    private static readonly Did Owner = Did.Zero.Finger(17);

    private static readonly EntranceNames Names = new("zone.example", [new EntranceRule(Owner, null, "shop")]);

    public string Name => "entrance";

    public int MaxBytes => TlsHello.MaxBytes + 1;

    public long MaxAllocatedBytes => 8L * TlsHello.MaxBytes;

    public IEnumerable<byte[]> Seeds()
    {
        var hello = Hello("web.shop.zone.example");
        yield return [0, .. Record(hello)];
        yield return [0, .. hello.Chunk(17).SelectMany(Record)];
        yield return [0, .. Record(Hello($"blog.{Owner:N}.zone.example")), 20, 3, 3, 0, 1, 1];
        yield return [0, 0x80, 0x2e, 1, 0, 2];
        yield return [0, .. "GET / HTTP/1.1\r\n\r\n"u8];
        yield return [1, .. new ProxyHeader(IPEndPoint.Parse("192.0.2.7:80"), IPEndPoint.Parse("192.0.2.8:443")).ToBytes(), 22, 3, 1];
        yield return [1, .. new ProxyHeader(IPEndPoint.Parse("[::7]:80"), IPEndPoint.Parse("[::8]:443")).ToBytes()];
        yield return [1, .. new ProxyHeader(null, null).ToBytes()];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        if ((input[0] & 1) == 0) ReadHello(input[1..]);
        else ReadHeader(input[1..]);
    }

    private static void ReadHello(ReadOnlySpan<byte> bytes)
    {
        switch (TlsHello.Read(bytes))
        {
            case HelloStep.Wait when bytes.Length >= TlsHello.MaxBytes:
                throw new InvalidOperationException("A hello is waited for that is too long.");

            case HelloStep.Hello hello when Names.Find(hello.Name) is { Url: { } url } && url.Owner != Owner:
                throw new InvalidOperationException($"{hello.Name} leads to {url}, which is not on the list.");

            // Less of the same bytes must not have led elsewhere.
            case HelloStep.Hello hello when TlsHello.Read(bytes[..^1]) is HelloStep.Hello other && other != hello:
                throw new InvalidOperationException("One byte more made another name of it.");
        }
    }

    private static void ReadHeader(ReadOnlySpan<byte> bytes)
    {
        try
        {
            ProxyHeader.Read(bytes, out var header, out var taken);
            if (taken > bytes.Length || header is null != (taken == 0)) throw new InvalidOperationException("More was taken than there is.");
            if (header is null) return;
            ProxyHeader.Read(header.ToBytes(), out var again, out _);
            if (again?.Source?.Port != header.Source?.Port) throw new InvalidOperationException("The header did not come back.");
        }
        catch (ProtocolException)
        {
            // It is refused.
        }
    }

    private static byte[] Record(byte[] payload) => [22, 3, 1, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];

    private static byte[] Hello(string host)
    {
        var name = Encoding.ASCII.GetBytes(host);
        byte[] extension = [0, 0, 0, (byte)(name.Length + 5), 0, (byte)(name.Length + 3), 0, 0, (byte)name.Length, .. name, 0, 43, 0, 3, 2, 3, 4];
        byte[] body = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0, 0, (byte)extension.Length, .. extension];
        return [1, 0, 0, (byte)body.Length, .. body];
    }
}

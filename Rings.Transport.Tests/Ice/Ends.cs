using System.Net;

namespace Rings.Transport.Tests.Ice;

/// <summary>Addresses for tests, from text.</summary>
internal static class Ends
{
    public static TransportAddress At(string end) => TransportAddress.From(IPEndPoint.Parse(end));
}

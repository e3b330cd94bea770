using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Rings.AspNetCore.Proxy;

/// <summary>How requests are passed on, by a provider to its target as by a web gateway to a provider.</summary>
internal static class PassingOn
{
    /// <summary>Streams of events and sockets are silent as long as they like: nothing ends them but their ends.</summary>
    public static ForwarderRequestConfig Request { get; } = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>
    /// Takes every upgrade away but that to a web socket: any other would carry requests past whoever passes this one on, with
    /// headers of the caller's choice.
    /// </summary>
    public static void TakeUpgrade(IHeaderDictionary headers)
    {
        if (!string.Equals(headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)) headers.Remove(HeaderNames.Upgrade);
    }
}

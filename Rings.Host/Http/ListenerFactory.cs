using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rings.Host.Http;

/// <summary>Makes the web applications behind the node's listeners, with the same bounds for each.</summary>
internal static class ListenerFactory
{
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    /// <summary>Makes an application that listens on one address; it is not started.</summary>
    /// <param name="endpoint">Port 0 for a free one.</param>
    /// <param name="bounds">What it takes.</param>
    /// <param name="logging">Where it logs; its own chatter below warning is left out.</param>
    public static WebApplication Create(IPEndPoint endpoint, ListenerBounds bounds, ILoggerFactory? logging = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddHttpForwarder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = bounds.Body + 1L;
            kestrel.Limits.MaxConcurrentConnections = bounds.Connections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = bounds.Connections;
            kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(
                bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.Listen(endpoint);
        });
        if (logging is not null) builder.Services.AddSingleton(logging);
        var app = builder.Build();
        new InWords((logging ?? NullLoggerFactory.Instance).CreateLogger("rings.http")).Map(app);
        return app;
    }

    /// <summary>The address that a started application listens on.</summary>
    public static IPEndPoint EndpointOf(WebApplication app)
    {
        var url = new Uri(app.Urls.First());
        return new IPEndPoint(IPAddress.Parse(url.Host.Trim('[', ']')), url.Port);
    }
}

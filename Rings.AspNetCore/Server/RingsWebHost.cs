using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Rings.Actors.Public;

namespace Rings.AspNetCore.Server;

/// <summary>Makes an application a service of a Did: docs/aspnetcore.md.</summary>
public static class RingsWebHost
{
    /// <summary>
    /// Lets the application be reached as a service of this program's node, over HTTP/1.1, HTTP/2 and WebSockets, without a
    /// socket. It still listens where its configuration says (<c>urls</c>, <c>http_ports</c>, Kestrel's own section), and
    /// nowhere else. Who calls is told by <see cref="IRingsCaller"/>.
    /// </summary>
    /// <param name="builder">The application's host; <see cref="IRings"/> has to be among its services.</param>
    /// <param name="configure">What the service is, and for whom.</param>
    public static IWebHostBuilder UseRings(this IWebHostBuilder builder, Action<RingsService> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var service = new RingsService();
        configure(service);
        var intake = new RingsIntake(
            $"ring service {service.Offer.Name}", service.Waiting,
            (rings, cancel) => rings.ServeAsync(service.Offer, service.Waiting, cancel));
        var isFirst = true;
        builder.ConfigureServices(services => isFirst = AddTransport(services));
        return builder.ConfigureKestrel((context, kestrel) =>
        {
            // Ends that code names put those aside that the configuration does: so they are named again.
            if (isFirst) ConfiguredUrls.Listen(context.Configuration, kestrel);
            Listen(kestrel, intake);
        });
    }

    /// <summary>Adds what carries connections of a ring.</summary>
    /// <returns>False: it was there before.</returns>
    internal static bool AddTransport(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(RingsConnectionListenerFactory))) return false;
        // A server adds its sockets only where nothing else carries its connections.
        services.TryAddSingleton<IConnectionListenerFactory, SocketTransportFactory>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RingsConnectionListenerFactory>();
        services.AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<RingsConnectionListenerFactory>());
        return true;
    }

    /// <summary>Listens for callers of either version of HTTP.</summary>
    internal static void Listen(KestrelServerOptions kestrel, RingsIntake intake, Action<ListenOptions>? configure = null)
    {
        Listen(HttpVersionSpoken.One, HttpProtocols.Http1);
        Listen(HttpVersionSpoken.Two, HttpProtocols.Http2);

        void Listen(HttpVersionSpoken version, HttpProtocols protocols) => kestrel.Listen(new RingsListenEndPoint(intake, version), end =>
        {
            end.Protocols = protocols;
            configure?.Invoke(end);
        });
    }
}

using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace Rings.AspNetCore.Server;

/// <summary>The addresses that an application's configuration names, as ends of its server.</summary>
internal static class ConfiguredUrls
{
    private static readonly char[] Between = [';'];

    /// <summary>Listens on what <c>urls</c> names, else on what <c>http_ports</c> and <c>https_ports</c> do.</summary>
    /// <exception cref="FormatException">One of them is no address.</exception>
    public static void Listen(IConfiguration configuration, KestrelServerOptions kestrel)
    {
        var urls = Read(configuration, WebHostDefaults.ServerUrlsKey);
        if (urls.Length > 0)
        {
            foreach (var url in urls) Listen(kestrel, BindingAddress.Parse(url));
            return;
        }

        foreach (var port in Read(configuration, WebHostDefaults.HttpPortsKey)) kestrel.ListenAnyIP(PortOf(port));
        foreach (var port in Read(configuration, WebHostDefaults.HttpsPortsKey)) kestrel.ListenAnyIP(PortOf(port), end => end.UseHttps());
    }

    private static void Listen(KestrelServerOptions kestrel, BindingAddress address)
    {
        void Configure(ListenOptions end)
        {
            if (string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase)) end.UseHttps();
        }

        if (address.IsUnixPipe) kestrel.ListenUnixSocket(address.UnixPipePath, Configure);
        else if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)) kestrel.ListenLocalhost(address.Port, Configure);
        else if (IPAddress.TryParse(address.Host, out var ip)) kestrel.Listen(ip, address.Port, Configure);
        else kestrel.ListenAnyIP(address.Port, Configure);
    }

    private static string[] Read(IConfiguration configuration, string key) => (configuration[key] ?? "").Split(
        Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int PortOf(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

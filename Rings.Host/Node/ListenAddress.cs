using System.Net;
using Akka.Configuration;
using Rings.Host.Cli;

namespace Rings.Host.Node;

/// <summary>Where a listener stands.</summary>
/// <param name="Endpoint">Address and port; port 0 for a free one.</param>
/// <param name="IsDefault">Whether nobody asked for it: then a free port may stand in for one that is taken.</param>
internal sealed record ListenAddress(IPEndPoint Endpoint, bool IsDefault)
{
    /// <summary>Reads an address: from the command line, else from the configuration.</summary>
    /// <param name="key">The configuration's key.</param>
    /// <param name="user">The user's part of the configuration: what stands there is asked for.</param>
    /// <param name="config">All of it.</param>
    /// <param name="address">The command line's address and port, if any.</param>
    /// <param name="port">The command line's port, if any.</param>
    /// <exception cref="UserErrorException">Not an address and a port.</exception>
    public static ListenAddress Of(string key, Config user, Config config, string? address, int? port)
    {
        var text = address ?? config.GetString(key);
        if (!IPEndPoint.TryParse(text, out var endpoint) || !text.Contains(':', StringComparison.Ordinal))
            throw new UserErrorException($"{key} = {text}: expected an IP address and a port, such as 127.0.0.1:50000");
        if (port is { } named && address is null) endpoint.Port = named;
        return new ListenAddress(endpoint, address is null && port is null && !user.HasPath(key));
    }
}

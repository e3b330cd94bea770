using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Rings.Actors.Links;
using Rings.Host.Node;
using Rings.Transport;
using Rings.Transport.WebRtc;

namespace Rings.Host.Doctor;

/// <summary>Ports, STUN and TURN servers, seeds and the clock.</summary>
/// <param name="settings">What the configuration says.</param>
/// <param name="time">The clock.</param>
internal sealed class NetworkChecks(HostSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Half of what the protocol lets a message be made ahead of its receiver's clock.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);

    /// <summary>Whether the ports can be opened; not to be asked while the node has them.</summary>
    public IEnumerable<Finding> Ports()
    {
        yield return Port("internal port", settings.Internal, "rings.http.internal");
        yield return Port("public port", settings.Public, "rings.http.public");
        foreach (var address in settings.Transport.BindAddresses) yield return Udp(address);
    }

    /// <summary>Asks each STUN and TURN server of the configuration.</summary>
    public async Task<IReadOnlyList<Finding>> ServersAsync(CancellationToken cancel)
    {
        if (settings.Transport.IceServers.Count > 0)
            return await Task.WhenAll(settings.Transport.IceServers.Select(server => ServerAsync(server, cancel)));
        return [new(
            "STUN and TURN", Verdict.Note, "none is configured",
            "needed only between networks: rings.transport.ice-servers")];
    }

    /// <summary>Asks each seed for its Did, and looks at what time it has.</summary>
    public async Task<IReadOnlyList<Finding>> SeedsAsync(CancellationToken cancel)
    {
        if (settings.Seeds.IsEmpty)
            return [new("seeds", Verdict.Note, "none: this node waits for others", "rings run --join URL, or rings.seeds")];
        return [.. (await Task.WhenAll(settings.Seeds.Select(seed => SeedAsync(seed, cancel)))).SelectMany(found => found)];
    }

    private static Finding Port(string check, ListenAddress where, string key)
    {
        try
        {
            using var listener = new TcpListener(where.Endpoint);
            listener.Start();
            return new(check, Verdict.Well, $"{where.Endpoint} is free");
        }
        catch (SocketException error)
        {
            return where.IsDefault && error.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? new(check, Verdict.Note, $"{where.Endpoint} is taken", "rings run takes a free one and prints it")
                : new(check, Verdict.Wrong, $"{where.Endpoint}: {error.Message}", $"name another: {key}");
        }
    }

    private Finding Udp(IPAddress address)
    {
        var endpoint = new IPEndPoint(address, settings.Transport.Port);
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(endpoint);
            return new("UDP", Verdict.Well, $"{endpoint} can be opened");
        }
        catch (SocketException error)
        {
            return new(
                "UDP", Verdict.Wrong, $"{endpoint}: {error.Message}",
                "rings.transport.bind-addresses and rings.transport.port say what is opened");
        }
    }

    private async Task<Finding> ServerAsync(IceServerOptions server, CancellationToken cancel)
    {
        try
        {
            return server.Url.StartsWith("stun:", StringComparison.Ordinal)
                ? await StunAsync(server, cancel)
                : await TurnAsync(server, cancel);
        }
        catch (Exception error) when (error is SocketException or FormatException or ArgumentException)
        {
            return new(server.Url, Verdict.Wrong, error.Message, "rings.transport.ice-servers");
        }
    }

    private static async Task<Finding> StunAsync(IceServerOptions server, CancellationToken cancel)
    {
        const int StunPort = 3478;
        var url = new Uri("udp://" + server.Url["stun:".Length..]);
        var mapped = await StunProbe.AskAsync(url.Host, url.Port > 0 ? url.Port : StunPort, cancel);
        return mapped is null
            ? new(server.Url, Verdict.Wrong, "no answer", "is UDP let out of this network? Is the server up?")
            : new(server.Url, Verdict.Well, $"sees this machine as {mapped}");
    }

    private async Task<Finding> TurnAsync(IceServerOptions server, CancellationToken cancel)
    {
        var options = settings.Transport with { Port = 0, IceServers = [server] };
        await using var factory = new WebRtcPeerConnectionFactory(options, time);
        await using var connection = factory.CreatePeerConnection(new Unobserved());
        connection.CreateDataChannel("doctor", DataChannelOptions.Default);
        var offer = await connection.CreateOfferAsync(cancel: cancel);
        return offer.Contains("typ relay", StringComparison.Ordinal)
            ? new(server.Url, Verdict.Well, "gives a relayed address")
            : new(server.Url, Verdict.Wrong, "gives no relayed address", "check its user, its password and its port");
    }

    private async Task<IReadOnlyList<Finding>> SeedAsync(Uri seed, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var name = seed.GetLeftPart(UriPartial.Path);
        try
        {
            using var clock = new SeedClock();
            using var http = new HttpClient(clock, disposeHandler: false);
            var did = await new HttpSeedClient(http).NodeDidAsync(seed, patience.Token);
            var expected = seed.Fragment.TrimStart('#');
            return expected.Length > 0 && !string.Equals(expected, did, StringComparison.OrdinalIgnoreCase)
                ? [new(name, Verdict.Wrong, $"is {did}, not {expected}", "ask its owner for the line that joins it")]
                : [new(name, Verdict.Well, $"answers as {did}"), Clock(name, clock.Said)];
        }
        catch (Exception error) when (error is SeedException || !cancel.IsCancellationRequested)
        {
            var why = error is OperationCanceledException ? "no answer within 5 s" : error.Message;
            return [new(name, Verdict.Wrong, why, "is it running, and its public listener open to this machine?")];
        }
    }

    private Finding Clock(string seed, DateTimeOffset? theirs)
    {
        if (theirs is not { } said) return new("clock", Verdict.Note, $"{seed} does not tell its time");
        var ahead = time.GetUtcNow() - said;
        var seconds = ahead.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return ahead.Duration() <= ClockTolerance
            ? new("clock", Verdict.Well, $"within {ClockTolerance.TotalSeconds} s of {seed}")
            : new("clock", Verdict.Wrong, $"{seconds} s ahead of {seed}", "set it by NTP: messages are dated");
    }

    private sealed class Unobserved : IPeerConnectionObserver
    {
        public void OnConnectionStateChange(PeerConnectionState state, string? reason)
        {
        }

        public void OnDataChannel(DataChannel channel)
        {
        }
    }
}

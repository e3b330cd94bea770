using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Rings.Actors.Services;

namespace Rings.Host.Services;

/// <summary>The local end of what others provide: of one service, or a proxy to all.</summary>
internal sealed class Tunnel : IAsyncDisposable
{
    private const int MaxTroubles = 64;

    private readonly Channel<string> _troubles = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxTroubles) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly ILocalEnd _end;

    /// <param name="id">Tells it from others.</param>
    /// <param name="open">Opens it; what it is given is told why a connection came to nothing.</param>
    public Tunnel(int id, Func<Action<string>, ILocalEnd> open) =>
        (Id, _end) = (id, open(trouble => _troubles.Writer.TryWrite(trouble)));

    /// <summary>Tells it from others.</summary>
    public int Id { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => _end.Local;

    /// <summary>All that it listens on.</summary>
    public IEnumerable<IPEndPoint> Listeners => _end.Listeners;

    /// <summary>Why connections came to nothing, as clauses; whoever is late loses the oldest. Ends with the tunnel.</summary>
    public IAsyncEnumerable<string> TroublesAsync(CancellationToken cancel) => _troubles.Reader.ReadAllAsync(cancel);

    /// <summary>The tunnel as JSON. The service stands there without its ticket.</summary>
    public JsonObject ToJson()
    {
        var told = new JsonObject
        {
            ["id"] = Id,
            ["listen"] = _end.Local.ToString(),
            ["service"] = _end.Service,
            ["connections"] = _end.Connections,
            ["bytes"] = _end.Bytes,
        };
        if (_end is not EntranceEnd entrance) return told;
        told["http"] = entrance.Redirect?.ToString();
        told["bytesOfMonth"] = entrance.Month.Bytes;
        told["uses"] = new JsonArray([.. entrance.Uses.Select(use => (JsonNode)new JsonObject
        {
            ["service"] = use.Service.ToString(),
            ["connections"] = use.Connections,
            ["opened"] = use.Opened,
            ["bytes"] = use.Bytes,
        })]);
        return told;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.DisposeAsync();
        _troubles.Writer.TryComplete();
    }
}

using System.Net;
using Rings.Protocol.Links;
using Rings.Protocol.Services;

namespace Rings.Protocol.Entrance;

/// <summary>
/// Counts what goes through an entrance, and says when it is enough. Sources are counted while they have connections, and
/// services beyond <see cref="MaxKept"/> too: strangers who ask for ever new names make nothing grow. Thread-safe.
/// </summary>
/// <param name="limits">How much is let through.</param>
/// <param name="before">What was carried before it began.</param>
internal sealed class EntranceBook(EntranceLimits limits, EntranceMonth before = default)
{
    /// <summary>Services that are remembered though nobody uses them now.</summary>
    public const int MaxKept = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _sources = [];
    private readonly Dictionary<(Did Owner, ServiceName Name), Entry> _services = [];
    private int _connections;
    private int _month = before.Number;
    private long _ofMonth = before.Bytes;

    /// <summary>All services that are counted, those with most bytes first.</summary>
    public IReadOnlyList<EntranceUse> Uses
    {
        get
        {
            lock (_lock)
            {
                return [.. _services.OrderByDescending(entry => entry.Value.Bytes).Select(entry => new EntranceUse(
                    new RingUrl(entry.Key.Owner, entry.Key.Name), entry.Value.Connections, entry.Value.Opened, entry.Value.Bytes))];
            }
        }
    }

    /// <summary>What was carried in the month in which something last came or was carried.</summary>
    public EntranceMonth Month
    {
        get
        {
            lock (_lock) return new EntranceMonth(_month, _ofMonth);
        }
    }

    /// <summary>Why nothing more is carried, as a clause; null: it is.</summary>
    public string? WhyFull
    {
        get
        {
            lock (_lock) return IsMonthUsed ? Used : null;
        }
    }

    /// <summary>Somebody connects. Where he is let in, <see cref="Leave"/> follows.</summary>
    /// <returns>Why he is not let in, as a clause; null: he is.</returns>
    public string? Enter(IPAddress source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var key = AddressGroup.NetworkOf(source);
        lock (_lock)
        {
            if (_connections >= limits.Connections) return $"{limits.Connections} connections are open";
            var own = _sources.GetValueOrDefault(key);
            if (own >= limits.PerSource) return $"{limits.PerSource} connections of {key} are open";
            (_sources[key], _connections) = (own + 1, _connections + 1);
            return null;
        }
    }

    /// <summary>He is gone.</summary>
    public void Leave(IPAddress source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var key = AddressGroup.NetworkOf(source);
        lock (_lock)
        {
            _connections--;
            if (--_sources[key] == 0) _sources.Remove(key);
        }
    }

    /// <summary>A connection to a service begins. Where it may, <see cref="End"/> follows.</summary>
    /// <param name="service">Which.</param>
    /// <param name="now">The time.</param>
    /// <returns>Why it may not, as a clause; null: it may.</returns>
    public string? Begin(RingUrl service, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            Turn(now);
            if (IsMonthUsed) return Used;
            var key = (service.Owner, service.Name);
            if (!_services.TryGetValue(key, out var entry))
            {
                Forget();
                _services.Add(key, entry = new Entry { Last = now });
            }

            if (entry.Connections >= limits.PerService) return $"{limits.PerService} connections to {service} are open";
            entry.Connections++;
            entry.Opened++;
            return null;
        }
    }

    /// <summary>Bytes of a connection were carried.</summary>
    /// <returns>How long to wait before the next; null: the month is used up, and the connection ends.</returns>
    public TimeSpan? Carry(RingUrl service, int bytes, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            Turn(now);
            _ofMonth += bytes;
            var entry = _services[(service.Owner, service.Name)];
            entry.Bytes += bytes;
            if (IsMonthUsed) return null;
            if (limits.BytesPerSecond == 0) return TimeSpan.Zero;
            // What is owed is paid off with time; up to a second's worth goes at once.
            entry.Owed = Math.Max(0, entry.Owed - ((now - entry.Last).TotalSeconds * limits.BytesPerSecond)) + bytes;
            entry.Last = now;
            var over = entry.Owed - limits.BytesPerSecond;
            return over <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(over / limits.BytesPerSecond);
        }
    }

    /// <summary>A connection to a service ends.</summary>
    public void End(RingUrl service)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            _services[(service.Owner, service.Name)].Connections--;
            Forget();
        }
    }

    private string Used => $"the {limits.BytesPerMonth} bytes of this month are used";

    private bool IsMonthUsed => limits.BytesPerMonth > 0 && _ofMonth >= limits.BytesPerMonth;

    private void Turn(Instant now)
    {
        var date = DateTimeOffset.FromUnixTimeMilliseconds(now.UnixMilliseconds);
        var month = (date.Year * 12) + date.Month;
        // A clock that is set back brings no month again.
        if (month > _month) (_month, _ofMonth) = (month, 0);
    }

    /// <summary>Makes room by the service whose bytes are fewest of those that nobody uses.</summary>
    private void Forget()
    {
        if (_services.Count < MaxKept) return;
        var idle = _services.Where(entry => entry.Value.Connections == 0).OrderBy(entry => entry.Value.Bytes).FirstOrDefault();
        if (idle.Value is not null) _services.Remove(idle.Key);
    }

    private sealed class Entry
    {
        public int Connections { get; set; }

        public long Opened { get; set; }

        public long Bytes { get; set; }

        public double Owed { get; set; }

        public Instant Last { get; set; }
    }
}

using Rings.Transport;

namespace Rings.Interop.Peer;

/// <summary>A channel, who made it, and what it last received.</summary>
internal sealed class ChannelRecord(DataChannel channel, string side)
{
    private readonly object _room = new();
    private bool _low;

    public DataChannel Channel => channel;

    /// <summary>"local" for one made here, "remote" for one made by the other side.</summary>
    public string Side => side;

    public bool IsOpen { get; set; }

    /// <summary>The number that the next flood message must have.</summary>
    public int Expected { get; set; }

    public string Key { get; } = $"{side}:{channel.Label}";

    /// <summary>There is room again.</summary>
    public void Low()
    {
        lock (_room)
        {
            _low = true;
            Monitor.Pulse(_room);
        }
    }

    /// <summary>Waits for room; looks again every few milliseconds, whatever it was told.</summary>
    public void WaitForRoom()
    {
        lock (_room)
        {
            if (!_low)
                Monitor.Wait(_room, 5);
            _low = false;
        }
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Rings.Interop.Peer;

/// <summary>What a connection received since the last reset.</summary>
internal sealed class MessageCount
{
    private readonly Dictionary<string, int> _byLabel = [];
    private long _first;
    private long _last;
    private long _firstBytes;

    public int Messages { get; private set; }

    public long Bytes { get; private set; }

    public int Gaps { get; set; }

    public int Corrupt { get; set; }

    public int Text { get; private set; }

    public void Add(string key, int length, bool binary)
    {
        _last = Stopwatch.GetTimestamp();
        if (Messages++ == 0)
            (_first, _firstBytes) = (_last, length);
        Bytes += length;
        Text += binary ? 0 : 1;
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_byLabel, key, out _)++;
    }

    public JsonObject ToJson()
    {
        var ms = Stopwatch.GetElapsedTime(_first, _last).TotalMilliseconds;
        var labels = new JsonObject();
        foreach (var (label, count) in _byLabel)
            labels[label] = count;
        return new JsonObject
        {
            ["messages"] = Messages,
            ["bytes"] = Bytes,
            ["gaps"] = Gaps,
            ["corrupt"] = Corrupt,
            ["text"] = Text,
            ["byLabel"] = labels,
            ["ms"] = ms,
            ["MBps"] = ms > 0 ? (Bytes - _firstBytes) / ms / 1000 : null,
        };
    }
}

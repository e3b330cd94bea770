using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Rings.Interop.Peer;

/// <summary>Sends one message after another, each when the one before has come back.</summary>
internal sealed class Pinger : IDisposable
{
    private readonly ChannelRecord _channel;
    private readonly Action<JsonObject> _say;
    private readonly byte[] _message;
    private readonly int _wanted;
    private int _warm;
    private readonly List<double> _times = [];
    private readonly Timer _timeout;
    private readonly TimeSpan _patience;
    private long _sent;
    private int _sequence;
    private int _lost;
    private bool _done;

    public Pinger(ChannelRecord channel, JsonObject command, Action<JsonObject> say)
    {
        (_channel, _say) = (channel, say);
        _message = Pattern.Of(Math.Max(Pattern.HeaderSize, command["size"]?.GetValue<int>() ?? 1024));
        _wanted = command["n"]?.GetValue<int>() ?? 1000;
        _warm = command["warm"]?.GetValue<int>() ?? 0;
        _patience = TimeSpan.FromMilliseconds(command["timeout"]?.GetValue<int>() ?? 5000);
        _timeout = new Timer(_ => Lose());
    }

    public void Start() => Send();

    /// <summary>Whether this was the answer that is awaited.</summary>
    public bool Hit(int sequence)
    {
        if (_done || sequence != _sequence)
            return false;

        var time = Stopwatch.GetElapsedTime(_sent).TotalMicroseconds;
        if (_warm > 0)
            _warm--;
        else
            _times.Add(time);

        Send();
        return true;
    }

    public void Dispose() => _timeout.Dispose();

    private void Lose()
    {
        _lost++;
        Send();
    }

    private void Send()
    {
        if (_times.Count + _lost >= _wanted || _lost > 5)
        {
            Finish();
            return;
        }

        Pattern.Stamp(_message, Pattern.Ping, ++_sequence);
        _timeout.Change(_patience, Timeout.InfiniteTimeSpan);
        _sent = Stopwatch.GetTimestamp();
        _channel.Channel.TrySend(_message);
    }

    private void Finish()
    {
        _done = true;
        Dispose();
        _times.Sort();
        double? At(double part) =>
            _times.Count == 0 ? null : _times[Math.Min(_times.Count - 1, (int)(part * _times.Count))];
        _say(new JsonObject
        {
            ["ev"] = "ping-done",
            ["n"] = _times.Count,
            ["lost"] = _lost,
            ["size"] = _message.Length,
            ["p50_us"] = At(0.5),
            ["p90_us"] = At(0.9),
            ["p99_us"] = At(0.99),
            ["p999_us"] = At(0.999),
            ["slow"] = _times.Count(time => time > 1000),
            ["max_us"] = At(1),
        });
    }
}

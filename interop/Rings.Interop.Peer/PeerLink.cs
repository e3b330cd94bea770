using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Transport;
using Rings.Transport.WebRtc;

namespace Rings.Interop.Peer;

/// <summary>One connection: its channels, what it counts, and the commands for it.</summary>
internal sealed class PeerLink : IPeerConnectionObserver, IDataChannelObserver, IDisposable
{
    private readonly string _id;
    private readonly PeerProcess _process;
    private readonly LineWriter _output;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Dictionary<DataChannel, ChannelRecord> _records = [];
    private readonly List<ChannelRecord> _local = [];
    private readonly List<ChannelRecord> _remote = [];
    private MessageCount _count = new();
    private byte[]? _verify;
    private Pinger? _pinger;
    private string? _echo;
    private bool _log;
    private bool _announced;

    public PeerLink(string id, PeerProcess process, WebRtcPeerConnectionFactory factory, LineWriter output)
    {
        (_id, _process, _output) = (id, process, output);
        Connection = factory.CreatePeerConnection(this);
        foreach (var label in process.Labels)
            Wire(Connection.CreateDataChannel(label, DataChannelOptions.Default), "local");
    }

    public IPeerConnection Connection { get; }

    public void Handle(JsonObject command)
    {
        var name = command["cmd"]!.ToString();
        switch (name)
        {
            case "flood":
                _ = new Flood(Targets(command), command, line => Say(line)).RunAsync();
                break;
            case "ping":
                _pinger = new Pinger(Pick(command), command, line => Say(line));
                _pinger.Start();
                break;
            case "count":
                var count = _count.ToJson();
                count["ev"] = "count";
                Say(count);
                break;
            case "send":
                Send(command);
                break;
            case "open":
                Open(command);
                break;
            case "close-channel":
                Pick(command).Channel.Close();
                break;
            default:
                Set(name, command);
                Say(new JsonObject { ["ev"] = "ok", ["cmd"] = name });
                break;
        }
    }

    public void Dispose() => _pinger?.Dispose();

    public void OnConnectionStateChange(PeerConnectionState state, string? reason) => Say(new JsonObject
    {
        ["ev"] = "state",
        ["state"] = state.ToString().ToLowerInvariant(),
        ["reason"] = reason,
        ["ms"] = Math.Round(Stopwatch.GetElapsedTime(_started).TotalMilliseconds),
    });

    public void OnDataChannel(DataChannel channel) => Wire(channel, "remote");

    public void OnOpen(DataChannel channel)
    {
        var record = _records[channel];
        if (record.IsOpen)
            return;

        record.IsOpen = true;
        Say(new JsonObject
        {
            ["ev"] = "channel",
            ["label"] = channel.Label,
            ["id"] = channel.Id,
            ["side"] = record.Side,
            ["ordered"] = channel.Options.Ordered,
            ["protocol"] = channel.Options.Protocol,
        });
        Announce();
    }

    public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
    {
        var record = _records[channel];
        _count.Add(record.Key, message.Length, binary);
        if (binary && Pattern.TryReadStamp(message, Pattern.Ping, out var ping) && _pinger?.Hit(ping) == true)
            return;
        if (binary && Pattern.TryReadStamp(message, Pattern.Flood, out var sequence))
            Check(record, sequence, message);
        if (_log)
            Log(record, message, binary);
        if (_echo is not null)
            Echo(record, message, binary);
    }

    public void OnBufferedAmountLow(DataChannel channel) => _records[channel].Low();

    public void OnClose(DataChannel channel)
    {
        _records[channel].IsOpen = false;
        Say(new JsonObject { ["ev"] = "channel-closed", ["label"] = channel.Label, ["side"] = _records[channel].Side });
    }

    private void Wire(DataChannel channel, string side)
    {
        var record = new ChannelRecord(channel, side);
        _records[channel] = record;
        (side == "local" ? _local : _remote).Add(record);
        channel.Observe(this);
        if (channel.ReadyState == DataChannelState.Open)
            OnOpen(channel);
    }

    private void Announce()
    {
        if (_announced || _local.Exists(record => !record.IsOpen)
            || _remote.Count(record => record.IsOpen) < _process.Labels.Count)
            return;

        _announced = true;
        var took = Stopwatch.GetElapsedTime(_started).TotalMilliseconds;
        Say(new JsonObject { ["ev"] = "open", ["ms"] = Math.Round(took) });
    }

    private void Check(ChannelRecord record, int sequence, ReadOnlySpan<byte> message)
    {
        _count.Gaps += sequence == record.Expected ? 0 : 1;
        record.Expected = sequence + 1;
        if (_verify is not null
            && !message[Pattern.HeaderSize..].SequenceEqual(_verify.AsSpan(Pattern.HeaderSize..message.Length)))
            _count.Corrupt++;
    }

    private void Log(ChannelRecord record, ReadOnlySpan<byte> message, bool binary) => Say(new JsonObject
    {
        ["ev"] = "message",
        ["label"] = record.Channel.Label,
        ["side"] = record.Side,
        ["kind"] = binary ? "binary" : "text",
        ["len"] = message.Length,
        ["fnv"] = Pattern.Fnv(message),
        ["head"] = Convert.ToHexStringLower(message[..Math.Min(32, message.Length)]),
    });

    private void Echo(ChannelRecord record, ReadOnlySpan<byte> message, bool binary)
    {
        var target = _echo == "own"
            ? _local.Find(own => own.Channel.Label == record.Channel.Label) ?? record
            : record;
        if (target.Channel.TrySend(message, binary) is var result and not SendResult.Sent)
            Say(new JsonObject { ["ev"] = "error", ["where"] = "echo", ["error"] = result.ToString() });
    }

    private void Set(string name, JsonObject command)
    {
        var on = command["on"]?.GetValue<bool>() ?? true;
        switch (name)
        {
            case "echo":
                _echo = on ? command["via"]?.ToString() ?? "same" : null;
                break;
            case "log":
                _log = on;
                break;
            case "verify":
                _verify = on ? Pattern.Of(1 << 18) : null;
                break;
            case "reset":
                _count = new MessageCount();
                foreach (var record in _records.Values)
                    record.Expected = 0;
                break;
            default:
                throw new InvalidOperationException($"unknown command {name}");
        }
    }

    private void Send(JsonObject command)
    {
        var text = command["text"]?.ToString();
        var bytes = text is not null ? Encoding.UTF8.GetBytes(text)
            : command["hex"] is { } hex ? Convert.FromHexString(hex.ToString())
            : Pattern.Of(command["size"]?.GetValue<int>() ?? 0);
        var result = Pick(command).Channel.TrySend(bytes, binary: text is null);
        if (result != SendResult.Sent)
            throw new InvalidOperationException(result.ToString());
        Say(new JsonObject { ["ev"] = "sent", ["len"] = bytes.Length, ["fnv"] = Pattern.Fnv(bytes) });
    }

    private void Open(JsonObject command)
    {
        var wanted = command["opts"] as JsonObject ?? [];
        Wire(
            Connection.CreateDataChannel(command["label"]!.ToString(), new DataChannelOptions
            {
                Ordered = wanted["ordered"]?.GetValue<bool>() ?? true,
                MaxRetransmits = wanted["maxRetransmits"]?.GetValue<ushort>(),
                MaxPacketLifeTime = wanted["maxPacketLifeTime"]?.GetValue<ushort>(),
                Protocol = wanted["protocol"]?.ToString() ?? "",
                Negotiated = wanted["negotiated"]?.GetValue<bool>() ?? false,
                Id = wanted["id"]?.GetValue<ushort>(),
            }),
            "local");
    }

    private List<ChannelRecord> Targets(JsonObject command) =>
        command["all"]?.GetValue<bool>() == true ? _local : [Pick(command)];

    private ChannelRecord Pick(JsonObject command)
    {
        var side = command["side"]?.ToString() == "remote" ? _remote : _local;
        var channel = command["ch"];
        return channel is JsonValue value && value.TryGetValue<string>(out var label)
            ? side.First(record => record.Channel.Label == label)
            : side[channel?.GetValue<int>() ?? 0];
    }

    private void Say(JsonObject line)
    {
        line["conn"] = _id;
        _output.Say(line);
    }
}

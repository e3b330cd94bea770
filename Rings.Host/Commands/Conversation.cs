using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Events;
using Rings.Host.Node;

namespace Rings.Host.Commands;

/// <summary>
/// Lines between a console and one node: those of standard input are sent in their order, each when the one before has
/// arrived or failed; those that come are printed as they come.
/// </summary>
internal sealed class Conversation
{
    /// <summary>Earlier lines that are shown at the beginning, at most.</summary>
    private const int Earlier = 20;

    private readonly CommandContext _context;
    private readonly NodeClient _node;
    private readonly KnownNames _names;
    private readonly string _peer;
    private readonly TaskCompletionSource _hears = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sent;
    private int _failed;

    private Conversation(CommandContext context, NodeClient node, KnownNames names, string peer) =>
        (_context, _node, _names, _peer) = (context, node, names, peer);

    /// <summary>Finds the other node; nothing is said yet.</summary>
    /// <exception cref="UserErrorException">The text is neither a Did nor a name, or no node runs here.</exception>
    public static async Task<Conversation> BeginAsync(
        CommandContext context, NodeClient node, string who, CancellationToken cancel)
    {
        var peer = await node.DidOfAsync(who, cancel);
        return new Conversation(context, node, await node.NamesAsync(cancel), peer);
    }

    /// <summary>Runs until standard input ends, or the node stops.</summary>
    /// <exception cref="UserErrorException">Lines did not arrive, or the node stopped.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var hearing = HearAsync(over.Token);
        // Whoever answers the first line is to be heard.
        await Task.WhenAny(_hears.Task, hearing);
        var saying = hearing.IsCompleted ? hearing : SayAsync(over.Token);
        await Task.WhenAny(saying, hearing);
        cancel.ThrowIfCancellationRequested();
        if (hearing.IsCompleted) await hearing;
        await saying;
        await over.CancelAsync();
        if (_failed > 0) throw new UserErrorException($"{_failed} of {Counted.Of(_sent, "line")} did not arrive");
    }

    private async Task SayAsync(CancellationToken cancel)
    {
        if (!_context.Json && Terminal.IsWatched)
            Console.Out.WriteLine(Visible.Line($"Talking with {_names.Beside(_peer)}, end to end. Each line is sent; Ctrl-D ends."));
        await foreach (var line in Input.LinesAsync(cancel))
            if (line.Length > 0) await SendAsync(line, cancel);
    }

    private async Task SendAsync(string line, CancellationToken cancel)
    {
        _sent++;
        try
        {
            var sent = await _node.CallAsync("sendMessage", new JsonObject
            {
                ["destination_did"] = _peer,
                ["protocol"] = Chat.Protocol,
                ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(line)),
            }, cancel);
            if (_context.Json) Print("sent", sent!.AsObject());
            else if ((string?)sent!["state"] == "mailed")
                Console.Out.WriteLine($"  (away: it lies sealed in the mailbox until {Times.Short(sent["expires"])})");
        }
        catch (UserErrorException failed) when (!cancel.IsCancellationRequested)
        {
            _failed++;
            await Console.Error.WriteLineAsync($"rings: not sent: {Visible.Line(failed.Message)}");
        }
    }

    private async Task HearAsync(CancellationToken cancel)
    {
        var earlier = new Queue<string>();
        await foreach (var (type, data) in _node.ListenAsync("/events?history", cancel))
        {
            if (type == EventHub.Live.Type)
            {
                foreach (var line in earlier) Console.Out.WriteLine(line);
                _hears.TrySetResult();
            }
            else if (_hears.Task.IsCompleted)
            {
                if (!IsFromPeer(type, data)) continue;
                if (_context.Json) Print(type, data);
                else Console.Out.WriteLine(EventWords.Of(type, data, _names));
            }
            else if (!_context.Json && WordsOfEarlier(type, data) is { } words)
            {
                earlier.Enqueue(words);
                if (earlier.Count > Earlier) earlier.Dequeue();
            }
        }

        throw new UserErrorException("the node stopped: the conversation is over");
    }

    private bool IsFromPeer(string type, JsonObject data) => type == "message" && (string?)data["from"] == _peer;

    private string? WordsOfEarlier(string type, JsonObject data)
    {
        if (IsFromPeer(type, data)) return EventWords.Of(type, data, _names);
        return type == "sent" && (string?)data["to"] == _peer && (string?)data["protocol"] == Chat.Protocol
            ? $"{Times.Short(data["time"])}  me: {Visible.Lines((string)data["text"]!, "    ")}"
            : null;
    }

    private static void Print(string type, JsonObject data) =>
        Console.Out.WriteLine(JsonOutput.Text(new JsonObject { ["type"] = type, ["data"] = data.DeepClone() }, indented: false));
}

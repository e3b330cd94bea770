using System.Text;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.Cli;
using Rings.Host.Events;
using Rings.Host.Mail;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>Carries what happens at the node to the surface's listeners.</summary>
/// <param name="node">The node.</param>
/// <param name="hub">The listeners.</param>
/// <param name="box">Keeps messages that nobody hears.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of what an operator wants to find afterwards.</param>
internal sealed class EventPump(IRings node, EventHub hub, LetterBox box, TimeProvider time, ILogger log)
{
    /// <summary>The bytes of a message that are shown as text, at most.</summary>
    public const int MaxText = 4_000;

    /// <summary>Runs until cancelled.</summary>
    /// <param name="protocol">The protocol whose messages are shown.</param>
    /// <param name="cancel">Ends it.</param>
    public Task RunAsync(string protocol, CancellationToken cancel) =>
        Task.WhenAll(PumpEventsAsync(cancel), PumpMessagesAsync(protocol, cancel));

    private async Task PumpEventsAsync(CancellationToken cancel)
    {
        await foreach (var happened in node.EventsAsync(cancel: cancel))
        {
            if (happened is PhaseChanged changed) log.LogInformation("This node is {Phase} now", changed.Phase);
            if (Describe(happened) is var (type, data)) hub.Publish(NodeEvent.At(time.GetUtcNow(), type, data));
        }
    }

    private async Task PumpMessagesAsync(string protocol, CancellationToken cancel)
    {
        await foreach (var message in node.MessagesAsync(protocol, cancel: cancel))
        {
            var told = NodeEvent.At(time.GetUtcNow(), "message", new JsonObject
            {
                ["from"] = message.From.ToString(),
                ["protocol"] = message.Protocol,
                ["id"] = message.Id,
                ["sentAt"] = message.SentAt.UtcDateTime.ToString("O"),
                ["sealed"] = message.IsSealed,
                ["text"] = Encoding.UTF8.GetString(message.Payload.AsSpan(0, Math.Min(message.Payload.Length, MaxText))),
                ["data"] = Convert.ToBase64String(message.Payload),
            });
            if (!hub.Publish(told)) box.Add(Letter.Of(told.Json));
        }
    }

    private static (string Type, JsonObject Data)? Describe(IEvent happened) => happened switch
    {
        LinkOpened opened => ("link-up", new JsonObject { ["did"] = opened.Peer.ToString() }),
        LinkClosed closed =>
            ("link-down", new JsonObject { ["did"] = closed.Peer.ToString(), ["reason"] = closed.Reason }),
        LinkSuspected suspected => ("link-suspect", new JsonObject { ["did"] = suspected.Peer.ToString() }),
        LinkRestored restored => ("link-restored", new JsonObject { ["did"] = restored.Peer.ToString() }),
        SessionEstablished session => ("session", new JsonObject { ["did"] = session.Peer.ToString() }),
        MailFetched fetched =>
            ("mail-fetched", new JsonObject { ["did"] = fetched.To.ToString(), ["id"] = fetched.Id }),
        MailExpired expired =>
            ("mail-expired", new JsonObject { ["did"] = expired.To.ToString(), ["id"] = expired.Id }),
        DelegationRenewed renewed => ("delegation-renewed", Until(renewed.Expires)),
        DelegationEnding ending => ("delegation-ending", Until(ending.Expires)),
        PhaseChanged changed => ("phase", new JsonObject { ["phase"] = changed.Phase.ToString() }),
        NeighboursChanged changed => ("neighbours", new JsonObject
        {
            ["predecessors"] = JsonTexts.Of(changed.Predecessors),
            ["successors"] = JsonTexts.Of(changed.Successors),
        }),
        JoiningFailed failed => ("joining-failed", new JsonObject { ["seeds"] = StatusJson.Troubles(failed.Seeds) }),
        StoreFailing failing =>
            ("store-failing", new JsonObject { ["store"] = failing.Store, ["reason"] = failing.Reason }),
        StoreRestored restored => ("store-restored", new JsonObject { ["store"] = restored.Store }),
        NodeFailed failed => ("failed", new JsonObject { ["part"] = failed.Part, ["reason"] = failed.Reason }),
        _ => null,
    };

    private static JsonObject Until(DateTimeOffset expires) => new() { ["expires"] = expires.ToString("O") };
}

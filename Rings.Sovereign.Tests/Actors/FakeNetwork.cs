using System.Collections.Concurrent;
using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Identity;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Nodes that reach each other at once, but for those who are away.</summary>
internal sealed class FakeNetwork
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Did, IActorRef> _nodes = [];
    private readonly ConcurrentDictionary<Did, bool> _away = [];
    private readonly ConcurrentDictionary<Did, bool> _dead = [];
    private readonly ConcurrentDictionary<Did, ConcurrentQueue<Received>> _mail = [];

    private int _reads;

    /// <summary>All that was carried.</summary>
    public ConcurrentQueue<Received> Carried { get; } = [];

    /// <summary>What Registers say, by owner and name; null: nobody can be sure. None: there is no such record.</summary>
    public ConcurrentDictionary<(Did Owner, string Name), byte[]?> Registers { get; } = [];

    /// <summary>Whether nodes answer those who read.</summary>
    public bool AnswersReads { get; set; } = true;

    public IActorRef Join(ActorSystem system, Did did, Signer? signer = null) =>
        _nodes[did] = system.ActorOf(FakeNode.Props(did, this, signer));

    public void Leave(Did did) => _away[did] = true;

    public void ComeBack(Did did)
    {
        _away.TryRemove(did, out _);
        if (!_mail.TryGetValue(did, out var mail)) return;
        while (mail.TryDequeue(out var letter)) _nodes[did].Tell(letter);
    }

    /// <summary>Its process has ended: what it says and what is said to it is lost.</summary>
    public void Kill(Did did) => _dead[did] = true;

    /// <summary>Whether its process runs.</summary>
    public bool Runs(Did did) => !_dead.ContainsKey(did);

    /// <summary>It runs again; its actors have been stopped. What they had given to the node is lost before.</summary>
    public async Task ReviveAsync(Did did)
    {
        await _nodes[did].Ask<NodeStatus>(GetStatus.Instance, Longest);
        _dead.TryRemove(did, out _);
    }

    public ISendOutcome Carry(Did from, Send send)
    {
        if (_dead.ContainsKey(from) || _dead.ContainsKey(send.To)) return NotSent.Because(null, Undelivered.Unreachable);
        var received = new Received(from, send.Protocol, send.Payload, "id", DateTimeOffset.UnixEpoch, IsSealed: true);
        if (!_away.ContainsKey(send.To) && _nodes.TryGetValue(send.To, out var node))
        {
            Carried.Enqueue(received);
            node.Tell(received);
            return new Delivered("id", TimeSpan.Zero);
        }

        if (!send.Mail) return NotSent.Because(null, Undelivered.Unreachable);
        _mail.GetOrAdd(send.To, _ => []).Enqueue(received);
        return new Mailed("id", DateTimeOffset.UnixEpoch);
    }

    /// <summary>How often somebody has read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    public IGetOutcome? Read(GetRegister get)
    {
        Interlocked.Increment(ref _reads);
        if (!AnswersReads) return null;
        var isThere = Registers.TryGetValue((get.Owner, get.Name), out var value);
        return new RecordsFound(
            get.Owner, value is null ? [] : [new(get.Owner, [], value, 1, DateTimeOffset.MaxValue)], IsFinal: !isThere || value is not null, [], []);
    }

    /// <summary>Says something to a node as if somebody had sent it.</summary>
    public void Say(Did to, Received received) => _nodes[to].Tell(received);
}

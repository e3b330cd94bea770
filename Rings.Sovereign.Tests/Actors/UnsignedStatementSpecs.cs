using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Context;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Sovereign.Actors.Groups;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsGroupsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>A member of many groups whose node takes its time to sign.</summary>
public sealed class UnsignedStatementSpecs : Akka.TestKit.Xunit2.TestKit
{
    private const int Members = 32;

    private const int Others = Members - 1;

    /// <summary>Groups whose first messages are more than may wait.</summary>
    private const int Groups = (GroupSigner.MaxUnsigned / Others) + 1;

    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly ImmutableArray<Did> All = [.. Enumerable.Range(1, Members).Select(number => Did.Zero.Finger(number))];

    private readonly SeededBytes _random = new(5);
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(57));
    private readonly ConcurrentQueue<byte[]> _toSign = [];
    private readonly ConcurrentQueue<Did> _told = [];
    private readonly IActorRef _node;
    private readonly IActorRef _signer;

    public UnsignedStatementSpecs()
        : base(TestSystem.Config)
    {
        _node = Sys.ActorOf(Props.Create(() => new Node(this)));
        _signer = Sys.ActorOf(GroupSigner.Props(
            _node, new(_time, SystemRandom.Instance), new(SecretSchema.Groups, () => (new MemorySecretStore(), null)), null));
    }

    [Fact]
    public async Task Of_more_than_1024_statements_those_that_wait_are_sent_and_the_others_when_they_are_asked_for_again()
    {
        SecretId last = default;
        for (var group = 0; group < Groups; group++) last = await JoinAsync();
        await CountAsync(Groups, _toSign);

        for (var signed = 1; _toSign.TryDequeue(out var statement); signed++)
        {
            Sign(statement);
            await CountAsync(Math.Min(signed * Others, GroupSigner.MaxUnsigned), _told);
        }

        var lacks = All.Except(_told.Skip((Groups - 1) * Others)).Last();
        Say(lacks, new GroupMessage.Lack(last, uint.MaxValue, 0, 0));
        await CountAsync(1, _toSign);
        Sign(_toSign.Single());

        await CountAsync(GroupSigner.MaxUnsigned + 1, _told);
        Assert.Equal(lacks, _told.Last());
    }

    /// <summary>Another invites this member, and its person agrees.</summary>
    private async Task<SecretId> JoinAsync()
    {
        var until = Instant.From(_time.GetUtcNow()) + GroupLimits.CeremonyLife;
        var plan = new GroupPlan(SecretId.Draw(_random.Fill), Ring, 2, All, until, "many");
        Say(All[1], new GroupMessage.Invite(plan));
        Assert.Equal(GroupOutcome.Done, (await new RingsGroups(_signer).RunAsync(new JoinGroup(plan.Id))).Outcome);
        return plan.Id;
    }

    private void Say(Did from, GroupMessage message) => _signer.Tell(
        new Received(from, GroupSigner.Protocol, GroupCodec.Write(message), "id", DateTimeOffset.UnixEpoch, IsSealed: true), _node);

    private void Sign(byte[] statement) => _signer.Tell(new GroupStatementSigned(statement, [1], new byte[64]), _node);

    private Task CountAsync<T>(int count, ConcurrentQueue<T> queue) => AwaitAssertAsync(
        () => Assert.Equal(count, queue.Count), TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(5));

    /// <summary>Delivers all at once, and signs when the test says so.</summary>
    private sealed class Node(UnsignedStatementSpecs test) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case GetStatus:
                    Sender.Tell(new NodeStatus(
                        All[0], Ring.ToString(), RingPhase.Member, [], [], [], 1, [], [], TimeSpan.Zero));
                    break;

                case SignGroupStatement sign:
                    test._toSign.Enqueue(sign.Statement);
                    break;

                case Send send:
                    if (GroupCodec.Read(send.Payload) is GroupMessage.Said) test._told.Enqueue(send.To);
                    Sender.Tell(new Delivered("id", TimeSpan.Zero));
                    break;
            }
        }
    }
}

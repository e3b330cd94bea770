using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>Neighbours with valid keys that say what is not so.</summary>
public sealed class RingLiarSpecs
{
    /// <summary>The liar knows the question's id, and answers before the one that was asked does.</summary>
    [Fact]
    public void A_reply_counts_only_from_the_node_that_was_asked()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)]);
        var liar = At(700);
        node.Ring.LinkUp(liar, RingPhase.Member, LinkSource.Ring, node.Now);
        node.Forget();
        while (!node.Asked.Any(AsksHead)) node.Pass(TimeSpan.FromMilliseconds(100));
        var question = node.Asked.Last(AsksHead).Id;

        node.Ring.Answered(question, liar, new RingMessage.Neighbours(RingPhase.Member, At(520), [], []), node.Now);
        Assert.DoesNotContain(node.Dialled, dial => dial.Peer == At(520));
        node.Ring.Answered(question, At(600), new RingMessage.Neighbours(RingPhase.Member, At(550), [], []), node.Now);

        Assert.Contains(node.Dialled, dial => dial.Peer == At(550));

        static bool AsksHead(RingRequest request) =>
            request.Message is RingMessage.AskNeighbours && request.Target == At(600);
    }

    [Fact]
    public void An_answer_that_names_another_owner_than_its_signer_is_not_taken()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)]);
        node.Ring.Lookup(new(7), At(590), LookupStyle.Recursive, node.Now);

        node.Reply<RingMessage.FindOwner>(At(600), new RingMessage.OwnerFound(At(700), At(500), [], 1));

        Assert.Empty(node.Answers);
        node.Reply<RingMessage.FindOwner>(At(600), new RingMessage.OwnerFound(At(600), At(500), [], 1));
        Assert.Equal(At(600), Assert.Single(node.Answers).Owner);
    }

    [Fact]
    public void A_joining_node_does_not_become_a_member_by_a_head_that_is_none()
    {
        var node = new RingRecorder(At(500));
        var liar = At(600);
        node.Ring.Start(hasContacts: true, node.Now);
        node.Ring.LinkUp(liar, RingPhase.Member, LinkSource.Contact, node.Now);
        node.Reply<RingMessage.FindOwner>(liar, new RingMessage.OwnerFound(liar, null, [], 1));

        node.Reply<RingMessage.AskNeighbours>(liar, new RingMessage.Neighbours(RingPhase.Joining, null, [], []));
        Assert.Empty(node.Phases);
        node.Forget();
        while (!node.Asked.Any(request => request.Message is RingMessage.AskNeighbours))
            node.Pass(TimeSpan.FromMilliseconds(100));
        node.Ring.Answered(
            node.Asked.Last(request => request.Message is RingMessage.AskNeighbours).Id, liar,
            new RingMessage.Neighbours(RingPhase.Member, null, [], []), node.Now);

        Assert.Equal([RingPhase.Member], node.Phases);
    }
}

using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;
using static Rings.Actors.Sessions.SessionProtocol;

namespace Rings.Actors.Sessions;

/// <content>Messages that other parts of the node carry themselves: sealed and opened here, where the keys are.</content>
internal sealed partial class SessionActor
{
    /// <summary>When the first of the delegations ends that the session stands on.</summary>
    private Instant Until
    {
        get
        {
            var own = _node.Signer.Delegation.Expires;
            return _peer is { } peer && peer.Expires < own ? peer.Expires : own;
        }
    }

    void IConversationEffects.HandOut(MessageId id, byte[] sealedBytes, AeadSuite suite)
    {
        if (_sealing.Remove(id, out var seal)) seal.Asker.Tell(new Sealed(seal.Tag, sealedBytes, suite, Until, _peer));
    }

    private void Begin(SealText seal)
    {
        var id = _node.NewMessageId();
        _sealing.Add(id, seal);
        _conversation.Seal(id, new SessionText(id, seal.Message).ToBytes(), _node.Now + seal.Patience, _node.Now);
    }

    private void Open(OpenText open)
    {
        var failure = _conversation.OpenMessage(open.Bytes, _node.Now, out var text, out var suite);
        if (failure != SessionFailure.None)
        {
            open.Asker.Tell(new NotOpened(open.Tag, failure));
            return;
        }

        try
        {
            open.Asker.Tell(new Opened(open.Tag, SessionText.Read(text).Message, suite, Until, _peer));
        }
        catch (ProtocolException)
        {
            _node.Instruments.Dropped("malformed");
            open.Asker.Tell(new NotOpened(open.Tag, SessionFailure.Malformed));
        }
    }
}

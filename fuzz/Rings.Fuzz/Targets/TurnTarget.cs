using Rings.Transport;
using Rings.Transport.Stun;
using Rings.Transport.Turn;

namespace Rings.Fuzz.Targets;

/// <summary>What a TURN server sends: a stream of messages, each to a client that asks for a relay.</summary>
internal sealed class TurnTarget : IFuzzTarget, ITurnSink
{
    public string Name => "turn";

    public int MaxBytes => 4096;

    public long MaxAllocatedBytes => 256 * 1024;

    public IEnumerable<byte[]> Seeds()
    {
        yield return [0x40, 1, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0, 0x40, 2, 0, 0];
        var writer = new StunWriter(new byte[512], StunClass.Error, StunMethod.Allocate, Transaction);
        writer.AddError(StunError.Unauthenticated, "Unauthorized");
        writer.Add(StunAttribute.Realm, "example.org");
        writer.Add(StunAttribute.Nonce, "nonce");
        yield return writer.Written.ToArray();
        var redirect = new StunWriter(new byte[512], StunClass.Error, StunMethod.Allocate, Transaction);
        redirect.AddError(StunError.TryAlternate, "Try Alternate");
        redirect.Add(StunAttribute.AlternateServer, [0, 1, 0x0D, 0x96, 198, 51, 100, 77]);
        redirect.Add(StunAttribute.AlternateDomain, "turn.example.org");
        yield return redirect.Written.ToArray();
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        var client = new TurnClient(
            new TurnOptions
            {
                Username = "rings",
                Password = "secret",
                IsStream = true,
                Random = static bytes => bytes.Fill(7),
            },
            this);
        client.Start(TimeSpan.Zero);
        new TurnStreamReader().TryRead(input, message => client.HandleMessage(message, TimeSpan.FromSeconds(1)));
    }

    void ITurnSink.Send(ReadOnlySpan<byte> bytes)
    {
        // What leaves is of no interest here.
    }

    void ITurnSink.Redirected(TransportAddress server, string? domain, TimeSpan now)
    {
        // Where it is sent on to is another client's matter.
    }

    void ITurnSink.Allocated(TransportAddress relayed, TransportAddress mapped)
    {
        // Nor what comes of it.
    }

    void ITurnSink.Received(TransportAddress peer, ReadOnlySpan<byte> packet)
    {
        // Nor this.
    }

    void ITurnSink.Failed(string reason)
    {
        // Nor this.
    }

    /// <summary>The one that a client draws whose random bytes are all 7.</summary>
    private static StunTransactionId Transaction => new(0, 0x0707070707070707);
}

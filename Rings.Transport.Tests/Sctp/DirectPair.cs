using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

/// <summary>Two associations without a wire between them: what one writes the other reads at once. Allocates
/// nothing.</summary>
internal sealed class DirectPair
{
    private readonly byte[] _buffer = new byte[2048];
    private readonly SctpAssociation[] _ends;
    private TimeSpan _now = TimeSpan.FromSeconds(1);

    public DirectPair(SctpOptions options, BlockPool pool)
    {
        var random = new SeededRandom(1);
        Sinks = [new NullSink(), new NullSink()];
        _ends =
        [
            new SctpAssociation(options, Sinks[0], random, pool), new SctpAssociation(options, Sinks[1], random, pool),
        ];
        _ends[0].Connect(_now);
        Pump();
    }

    public NullSink[] Sinks { get; }

    public SctpAssociation A => _ends[0];

    public SctpAssociation B => _ends[1];

    public long Packets { get; private set; }

    /// <summary>Every how many packets one is lost; 0 for none.</summary>
    public int LoseEvery { get; set; }

    public void Send(int count, byte[] message)
    {
        var stream = A.OpenStream(1);
        for (var i = 0; i < count; i++)
        {
            while (A.TrySend(stream, 53, message) == SendResult.Full)
                Pump();
        }

        Pump();
    }

    public void Pump()
    {
        do
        {
            _now += TimeSpan.FromMicroseconds(50);
            foreach (var end in _ends)
                end.HandleTimeout(_now);
        }
        while (Burst(0) + Burst(1) > 0);
    }

    public void Idle(TimeSpan time)
    {
        _now += time;
        Pump();
    }

    private int Burst(int from)
    {
        const int Batch = 16;
        var count = 0;
        int length;
        while (count < Batch && (length = _ends[from].TryWritePacket(_buffer, _now)) > 0)
        {
            count++;
            Packets++;
            if (LoseEvery == 0 || Packets % LoseEvery != 0)
                _ends[1 - from].Receive(_buffer.AsSpan(0, length), _now);
        }

        return count;
    }
}

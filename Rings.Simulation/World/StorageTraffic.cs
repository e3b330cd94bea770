using Rings.Protocol.Storage;
using Rings.Simulation.Measures;

namespace Rings.Simulation.World;

/// <summary>What storage sends: frames and bytes of bodies, once for each link that they cross.</summary>
internal sealed class StorageTraffic
{
    /// <summary>Puts and gets on their way to owners and back.</summary>
    public Volume Operations { get; } = new();

    /// <summary>Copies for other holders, and their acknowledgements: of writes, repairs and hand-overs.</summary>
    public Volume Copies { get; } = new();

    /// <summary>Comparing with neighbours: digests and rows.</summary>
    public Volume Comparing { get; } = new();

    /// <summary>Records that a comparison made a node fetch.</summary>
    public Volume Fetching { get; } = new();

    /// <summary>Links that puts and gets crossed on their way to the owner.</summary>
    public Histogram Hops { get; } = new();

    /// <summary>All together.</summary>
    public long Bytes => Operations.Bytes + Copies.Bytes + Comparing.Bytes + Fetching.Bytes;

    /// <summary>All together.</summary>
    public long Frames => Operations.Frames + Copies.Frames + Comparing.Frames + Fetching.Frames;

    internal void Add(StorageMessage.Question question, int bytes)
    {
        var volume = question switch
        {
            StorageMessage.Write or StorageMessage.Read => Operations,
            StorageMessage.Replicate => Copies,
            StorageMessage.Compare => Comparing,
            _ => Fetching,
        };
        volume.Add(bytes);
    }

    /// <summary>A number of frames, and their bytes.</summary>
    public sealed class Volume
    {
        /// <summary>Frames.</summary>
        public long Frames { get; private set; }

        /// <summary>Bytes of their bodies; envelopes and signatures are not counted.</summary>
        public long Bytes { get; private set; }

        internal void Add(int bytes) => (Frames, Bytes) = (Frames + 1, Bytes + bytes);
    }
}

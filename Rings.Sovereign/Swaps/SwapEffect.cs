namespace Rings.Sovereign.Swaps;

/// <summary>What a side of a swap wants done, after what it has to keep is on the disk.</summary>
internal abstract record SwapEffect
{
    /// <summary>Say this to the peer.</summary>
    /// <param name="Message">What.</param>
    public sealed record Send(SwapMessage Message) : SwapEffect;

    /// <summary>Broadcast this, or raise its fee; the answer comes in as <see cref="SwapSide.Sent"/>.</summary>
    /// <param name="Side">On which leg's chain.</param>
    /// <param name="Action">What.</param>
    public sealed record Broadcast(LegSide Side, ChainAction Action) : SwapEffect;

    /// <summary>Ask both chains what is to be known before money goes; the answers come in as <see cref="SwapSide.Checked"/>.</summary>
    public sealed record Check : SwapEffect
    {
        /// <summary>The only one there is.</summary>
        public static readonly Check Instance = new();
    }

    /// <summary>Tell this node's person.</summary>
    /// <param name="Words">What, as a sentence.</param>
    public sealed record Alarm(string Words) : SwapEffect;
}

namespace Rings.Protocol.Limits;

/// <summary>
/// What all links of a node together may hold of something: bytes, places. A link may come to hold as much as is still
/// free: so whatever some links hold, a part stays free for the others.
/// </summary>
/// <remarks>
/// The rule is that of <see cref="SharedRate{TKey}"/>. Safe for use by several threads: interlocked counters. What is
/// taken by <see cref="TryTake"/> and <see cref="Share.TryTake"/> never exceeds the limit.
/// </remarks>
/// <param name="limit">The most that may be held in all.</param>
public sealed class SharedStock(long limit)
{
    private long _held;

    /// <summary>What may be held in all.</summary>
    public long Limit => limit;

    /// <summary>What is held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>The share of one link, which holds nothing yet.</summary>
    public Share NewShare() => new(this);

    /// <summary>Takes an amount, if it is free.</summary>
    public bool TryTake(long amount)
    {
        if (Interlocked.Add(ref _held, amount) <= limit) return true;
        Interlocked.Add(ref _held, -amount);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Release(long amount) => Interlocked.Add(ref _held, -amount);

    /// <summary>What one link holds.</summary>
    public sealed class Share
    {
        private readonly SharedStock _stock;
        private long _held;

        internal Share(SharedStock stock) => _stock = stock;

        /// <summary>What the link holds now.</summary>
        public long Held => Interlocked.Read(ref _held);

        /// <summary>Whether the link holds no more than is free besides.</summary>
        public bool IsFair => Held <= _stock.Limit - _stock.Held;

        /// <summary>
        /// Takes an amount that cannot be refused any more, such as what has arrived: what it is for is asked
        /// afterwards, by <see cref="IsFair"/>.
        /// </summary>
        public void Take(long amount)
        {
            Interlocked.Add(ref _held, amount);
            Interlocked.Add(ref _stock._held, amount);
        }

        /// <summary>Takes an amount, if the link would not come to hold more than is free besides.</summary>
        public bool TryTake(long amount)
        {
            Take(amount);
            if (IsFair) return true;
            Release(amount);
            return false;
        }

        /// <summary>Gives back what was taken.</summary>
        public void Release(long amount)
        {
            Interlocked.Add(ref _held, -amount);
            _stock.Release(amount);
        }

        /// <summary>Gives back all: the link is gone.</summary>
        public void ReleaseAll() => _stock.Release(Interlocked.Exchange(ref _held, 0));
    }
}

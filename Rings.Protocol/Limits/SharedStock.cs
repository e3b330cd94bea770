namespace Rings.Protocol.Limits;

/// <summary>
/// What all links of a node together may hold of something: bytes, places. Each link has a small part of it for itself;
/// of the rest it comes to hold at most as much as it leaves to the others. So whatever some links hold, every other
/// finds something.
/// </summary>
/// <remarks>
/// The rule is that of <see cref="SharedRate{TKey}"/>. Safe for use by several threads: interlocked counters.
/// </remarks>
/// <param name="limit">The most that may be held in all.</param>
internal sealed class SharedStock(long limit)
{
    /// <summary>Links that have a part for themselves: together they have a half.</summary>
    internal const int Links = 128;

    private readonly long _own = limit / (2 * Links);
    private readonly long _common = limit - (limit / (2 * Links) * Links);
    private long _held;
    private long _inCommon;

    /// <summary>What may be held in all.</summary>
    public long Limit => limit;

    /// <summary>What is held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>The share of one link, which holds nothing yet.</summary>
    public Share NewShare() => new(this);

    /// <summary>Takes an amount that belongs to no link, if it is free.</summary>
    public bool TryTake(long amount)
    {
        if (Interlocked.Add(ref _held, amount) <= limit) return true;
        Interlocked.Add(ref _held, -amount);
        return false;
    }

    /// <summary>Gives back what belonged to no link.</summary>
    public void Release(long amount) => Interlocked.Add(ref _held, -amount);

    /// <summary>What one link holds.</summary>
    public sealed class Share
    {
        private readonly SharedStock _stock;
        private long _held;

        internal Share(SharedStock stock) => _stock = stock;

        /// <summary>What the link holds now.</summary>
        public long Held => Interlocked.Read(ref _held);

        /// <summary>
        /// Whether the link holds no more than what it has for itself, and of the common part no more than is free
        /// besides.
        /// </summary>
        public bool IsFair
        {
            get
            {
                var held = Held;
                return _stock.Held <= _stock.Limit && (held <= _stock._own
                    || held - _stock._own <= _stock._common - Interlocked.Read(ref _stock._inCommon));
            }
        }

        /// <summary>
        /// Takes an amount that cannot be refused any more, such as what has arrived: what it is for is asked
        /// afterwards, by <see cref="IsFair"/>.
        /// </summary>
        public void Take(long amount)
        {
            var held = Interlocked.Add(ref _held, amount);
            Count(held - amount, held);
        }

        /// <summary>Takes an amount, if the link would stay fair.</summary>
        public bool TryTake(long amount)
        {
            Take(amount);
            if (IsFair) return true;
            Release(amount);
            return false;
        }

        /// <summary>Gives back what was taken.</summary>
        public void Release(long amount) => Take(-amount);

        /// <summary>Gives back all: the link is gone.</summary>
        public void ReleaseAll() => Count(Interlocked.Exchange(ref _held, 0), 0);

        private void Count(long before, long after)
        {
            Interlocked.Add(ref _stock._held, after - before);
            var common = Math.Max(0, after - _stock._own) - Math.Max(0, before - _stock._own);
            if (common != 0) Interlocked.Add(ref _stock._inCommon, common);
        }
    }
}

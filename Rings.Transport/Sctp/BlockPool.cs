namespace Rings.Transport.Sctp;

/// <summary>Keeps unused blocks for all associations of the process. Thread-safe.</summary>
/// <param name="capacity">How many it keeps at most; more are left to the garbage collector.</param>
internal sealed class BlockPool(int capacity)
{
    private readonly Lock _gate = new();
    private Block? _first;

    /// <summary>The process's pool: 32 MiB at most.</summary>
    public static BlockPool Shared { get; } = new(8192);

    /// <summary>How many it keeps now.</summary>
    public int Count { get; private set; }

    /// <summary>Gives a block; its content is anything.</summary>
    public Block Rent()
    {
        lock (_gate)
        {
            if (_first is { } block)
            {
                _first = block.Next;
                block.Next = null;
                Count--;
                return block;
            }
        }

        return new Block();
    }

    /// <summary>Takes a block back.</summary>
    public void Return(Block block)
    {
        block.Uses = 0;
        lock (_gate)
        {
            if (Count >= capacity)
                return;

            block.Next = _first;
            _first = block;
            Count++;
        }
    }
}

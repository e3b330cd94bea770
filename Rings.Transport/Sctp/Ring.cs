using System.Numerics;

namespace Rings.Transport.Sctp;

/// <summary>A queue of values in one array that grows by doubling and is kept for reuse.</summary>
internal sealed class Ring<T>(int initialCapacity)
{
    private T[] _items = [];
    private int _head;

    /// <summary>How many values wait.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest value; there must be one.</summary>
    public ref T Peek() => ref _items[_head];

    /// <summary>Adds a value at the end.</summary>
    public void Enqueue(in T item)
    {
        if (Count == _items.Length)
            Grow();

        _items[(_head + Count) & (_items.Length - 1)] = item;
        Count++;
    }

    /// <summary>Removes the oldest value.</summary>
    public void Dequeue()
    {
        _items[_head] = default!;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
    }

    /// <summary>Gives the array up if nothing waits.</summary>
    public void Trim()
    {
        if (Count == 0 && _items.Length > initialCapacity)
            _items = [];
    }

    private void Grow()
    {
        var larger = new T[Math.Max((int)BitOperations.RoundUpToPowerOf2((uint)initialCapacity), _items.Length * 2)];
        for (var i = 0; i < Count; i++)
            larger[i] = _items[(_head + i) & (_items.Length - 1)];

        _items = larger;
        _head = 0;
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Rings.Fuzz;

/// <summary>
/// Which branches an input took, and how often, as AFL counts them: SharpFuzz writes into the readers a count for each
/// step from one branch to the next, and this class has the counts.
/// </summary>
/// <remarks>The counts belong to the process: one target at a time, on one thread.</remarks>
internal sealed unsafe class Coverage
{
    private const int Counters = 1 << 16;

    /// <summary>Where all counts of this process go. Never freed: instrumented code writes there to the end.</summary>
    private static readonly byte* Counts = (byte*)NativeMemory.AllocZeroed(Counters);

    private readonly byte[] _seen = new byte[Counters];

    /// <summary>Steps from branch to branch that were taken at least once.</summary>
    public int Edges { get; private set; }

    /// <summary>Gives instrumented code its memory: before anything of it runs.</summary>
    public static void Attach() => Trace.SharedMem = Counts;

    /// <summary>Forgets the last input.</summary>
    public static void Begin()
    {
        new Span<byte>(Counts, Counters).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input since <see cref="Begin"/> did what none before did.</summary>
    public bool IsNew()
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(Counts, Counters / sizeof(ulong));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] != 0) isNew |= Mark(word * sizeof(ulong));
        }

        return isNew;
    }

    private bool Mark(int from)
    {
        var isNew = false;
        for (var at = from; at < from + sizeof(ulong); at++)
        {
            var bucket = Bucket(Counts[at]);
            if ((_seen[at] | bucket) == _seen[at]) continue;
            if (_seen[at] == 0) Edges++;
            _seen[at] |= bucket;
            isNew = true;
        }

        return isNew;
    }

    /// <summary>A bit for each of 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127 and more: a loop that ran once more is
    /// nothing new, one that ran twice as often is.</summary>
    private static byte Bucket(byte count) => count switch
    {
        0 => 0,
        < 4 => (byte)(1 << (count - 1)),
        < 32 => (byte)(1 << (BitOperations.Log2(count) + 1)),
        < 128 => 64,
        _ => 128,
    };
}

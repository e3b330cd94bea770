using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Simulation.Engine;

namespace Rings.Simulation.Nemesis;

/// <summary>What users asked for and were told, and what the nemesis did meanwhile, in the order of time.</summary>
internal sealed class History
{
    private readonly List<Operation> _operations = [];
    private readonly List<(Instant From, Instant To)> _divisions = [];
    private readonly List<string> _faults = [];
    private int _open;

    /// <summary>All operations, by the time at which they began.</summary>
    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>The faults, in words.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Adds an operation that begins.</summary>
    public Operation Begin(Did key, Did node, Instant now, StoredRecord? written = null, bool isLast = false, bool isApart = false)
    {
        var operation = new Operation
        {
            Number = _operations.Count + 1,
            Key = key,
            Node = node,
            Invoked = now,
            Written = written,
            IsLast = isLast,
            IsApart = isApart,
        };
        _operations.Add(operation);
        return operation;
    }

    /// <summary>Notes a fault.</summary>
    public void Note(Fault fault, Did? node) =>
        _faults.Add(node is { } did ? $"{fault} of {Describe.Did(did)}" : $"{fault}");

    /// <summary>From now on two parts of the ring cannot know of each other.</summary>
    public void BeginDivision(Instant now)
    {
        if (_open++ == 0) _divisions.Add((now, new(long.MaxValue)));
    }

    /// <summary>The parts are one again.</summary>
    public void EndDivision(Instant now)
    {
        if (--_open == 0) _divisions[^1] = (_divisions[^1].From, now);
    }

    /// <summary>Whether the ring was divided at some moment while an operation was under way.</summary>
    public bool IsDivided(Operation operation) => operation.IsApart
        || _divisions.Any(division => operation.Invoked <= division.To && operation.Ended >= division.From);
}

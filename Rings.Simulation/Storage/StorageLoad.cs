using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Simulation.World;

namespace Rings.Simulation.Storage;

/// <summary>Users of a simulated ring: they put, overwrite and get Registers of 1 KiB through random members.</summary>
internal sealed class StorageLoad(RingWorld world, CopyLedger ledger)
{
    private const int ValueBytes = 1024;
    private const int LastTries = 5;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    private readonly Authors _authors = new(256);
    private readonly Dictionary<Did, (int Author, string Name)> _names = [];
    private int _written;

    public int Acknowledged { get; private set; }

    public int Unacknowledged { get; private set; }

    public Readings Readings { get; private set; }

    public List<double> Puts { get; } = [];

    public List<double> Gets { get; } = [];

    /// <summary>Puts a new record.</summary>
    public void Write()
    {
        var author = world.Choices.Next(_authors.Count);
        var name = $"record/{++_written}";
        var key = StorageKey.OfRegister(_authors[author], name);
        _names.Add(key, (author, name));
        Put(key, author, name);
    }

    /// <summary>Puts a later value for an acknowledged record.</summary>
    public void Overwrite()
    {
        if (AnyKey() is not { } key) return;
        var (author, name) = _names[key];
        Put(key, author, name);
    }

    /// <summary>Gets an acknowledged record.</summary>
    public void Read()
    {
        if (AnyKey() is { } key) Read(key);
    }

    /// <summary>Gets a record again and again until the answer is final, or for too long.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="found">Called when what was acknowledged, or later, was there.</param>
    /// <param name="tries">How often.</param>
    public void ReadLast(Did key, Action found, int tries = LastTries)
    {
        var expected = ledger.Acknowledged(key);
        Reader().Get(key, Consistency.Quorum, outcome =>
        {
            if (outcome is GetOutcome.Found { IsFinal: true } answer)
            {
                if (Has(answer, expected)) found();
            }
            else if (tries > 1)
            {
                world.At(world.Elapsed + BetweenTries, () => ReadLast(key, found, tries - 1));
            }
        });
    }

    /// <summary>Gets a record, and compares the answer with what was acknowledged before.</summary>
    public void Read(Did key)
    {
        var expected = ledger.Acknowledged(key);
        var began = world.Now;
        Readings = Readings with { Count = Readings.Count + 1 };
        Reader().Get(key, Consistency.Quorum, outcome =>
        {
            Gets.Add((world.Now - began).TotalMilliseconds);
            if (outcome is GetOutcome.Found found && !ledger.Lost.ContainsKey(key)) Count(expected, found);
        });
    }

    private void Count(StoredRecord expected, GetOutcome.Found found)
    {
        Readings = (Has(found, expected), found.IsFinal) switch
        {
            (true, true) => Readings with { Right = Readings.Right + 1 },
            (true, false) => Readings with { Unsure = Readings.Unsure + 1 },
            (false, true) => Readings with { Stale = Readings.Stale + 1 },
            _ => Readings,
        };
    }

    private static bool Has(GetOutcome.Found found, StoredRecord expected) =>
        found.Records.Any(record => !expected.Supersedes(record.Fields.Seq, record.Hash));

    private StorageHost Reader() => world.AnyMember().Storage!;

    private Did? AnyKey() => ledger.Keys.Count == 0 ? null : ledger.Keys[world.Choices.Next(ledger.Keys.Count)];

    private void Put(Did key, int author, string name)
    {
        var value = new byte[ValueBytes];
        world.Choices.Fill(value);
        var record = _authors.Register(author, name, world.Now, value);
        var began = world.Now;
        world.AnyMember().Storage!.Put(key, record, Consistency.Quorum, outcome =>
        {
            Puts.Add((world.Now - began).TotalMilliseconds);
            if (outcome is not PutOutcome.Stored)
            {
                Unacknowledged++;
                return;
            }

            Acknowledged++;
            ledger.Acknowledge(key, record);
        });
    }
}

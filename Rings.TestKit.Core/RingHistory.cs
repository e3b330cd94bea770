using System.Text;
using Rings.TestKit.Deterministic;

namespace Rings.TestKit;

/// <summary>
/// What was done to a simulated ring and what each node saw, in its order. The same seed gives the same history, byte for
/// byte.
/// </summary>
/// <remarks>
/// It holds the steps of the test, the events of every node (links, phases, neighbours, sessions, mail, stores) and the
/// messages that the actors of its protocols were told.
/// </remarks>
public sealed class RingHistory
{
    /// <summary>The lines that are kept: of more, the oldest are forgotten.</summary>
    public const int MostLines = 20_000;

    private readonly SimulatedWorld _world;
    private readonly Queue<string> _lines = new();
    private ulong _fingerprint = 14_695_981_039_346_656_037;

    internal RingHistory(SimulatedWorld world) => _world = world;

    /// <summary>Where the run comes from.</summary>
    public int Seed => _world.Seed;

    /// <summary>Which test runs, as <c>dotnet test --filter FullyQualifiedName~</c> takes it; null: it is not known.</summary>
    public string? Test { get; set; }

    /// <summary>The line that runs the same again.</summary>
    public string Replay => $"{RingSeeds.SeedVariable}={Seed} dotnet test" + (Test is null ? "" : $" --filter FullyQualifiedName~{Test}");

    /// <summary>How many steps the test has taken.</summary>
    public int Step { get; private set; }

    /// <summary>The last of them, in words.</summary>
    public string StepName { get; private set; } = "start";

    /// <summary>Lines that were forgotten.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Stands for all lines, forgotten ones too: 16 hex digits, FNV-1a over their characters.</summary>
    public string Fingerprint => $"{_fingerprint:x16}";

    /// <summary>The lines that are kept, oldest first.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>The newest lines.</summary>
    /// <param name="count">How many at most.</param>
    public string Tail(int count) => string.Join('\n', _lines.TakeLast(count));

    /// <summary>All of it, with the seed and the line that replays it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"seed {Seed}, history {Fingerprint}\nReplay: {Replay}\n");
        if (Forgotten > 0) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Forgotten} older lines were forgotten\n");
        foreach (var line in _lines) text.Append(line).Append('\n');
        return text.ToString();
    }

    internal void BeginStep(string name)
    {
        StepName = name;
        Add("test", $"step {++Step}: {name}");
    }

    internal void Add(string who, string what)
    {
        var line = $"{_world.Now:c} {who} {what}";
        foreach (var letter in line + "\n") _fingerprint = unchecked((_fingerprint ^ letter) * 1_099_511_628_211);
        _lines.Enqueue(line);
        if (_lines.Count <= MostLines) return;
        _lines.Dequeue();
        Forgotten++;
    }
}

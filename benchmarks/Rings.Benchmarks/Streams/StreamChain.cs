using System.Globalization;
using Rings.Benchmarks.Actors;
using Rings.Protocol;

namespace Rings.Benchmarks.Streams;

/// <summary>Two nodes and the relays between them, each in a process of its own, linked one to the next and to no others.</summary>
internal sealed class StreamChain : IBulk
{
    private readonly ChildProcess[] _processes;
    private readonly Did _far;

    private StreamChain(ChildProcess[] processes, Did far) => (_processes, _far) = (processes, far);

    /// <summary>From the caller to the far end.</summary>
    public IReadOnlyList<ChildProcess> Processes => _processes;

    /// <summary>The process that opens streams.</summary>
    public ChildProcess Caller => _processes[0];

    /// <summary>The node that takes them.</summary>
    public Did Far => _far;

    /// <summary>Starts and links them.</summary>
    /// <param name="relays">How many there are between the ends.</param>
    public static async Task<StreamChain> StartAsync(int relays)
    {
        var row = Account.Row(relays + 2);
        var processes = new ChildProcess[row.Count];
        for (var number = 0; number < row.Count; number++)
        {
            IEnumerable<int> beside = [number - 1, number + 1];
            var peers = beside.Where(other => other >= 0 && other < row.Count).Select(other => row[other].Did);
            processes[number] = await StartAsync([(row[number], [.. peers])]);
            if (number > 0) await LinkAsync(processes[number - 1], 0, processes[number], 0, row[number].Did);
        }

        return new(processes, row[^1].Did);
    }

    /// <summary>Starts a process with nodes, each with those that it may link to.</summary>
    public static async Task<ChildProcess> StartAsync(IReadOnlyList<(Account Who, Did[] Peers)> nodes)
    {
        var process = new ChildProcess(StreamNodes.Part);
        await process.SendAsync(
            "nodes", string.Join(' ', nodes.Select(node => $"{node.Who.Secret}:{string.Join(',', node.Peers)}")));
        foreach (var _ in nodes) await process.ReadAsync("did");
        return process;
    }

    /// <summary>Links a node of one process with one of another.</summary>
    public static async Task LinkAsync(ChildProcess from, int fromNode, ChildProcess to, int toNode, Did toDid)
    {
        var offer = await from.AskAsync($"{fromNode}:link", toDid.ToString(), "offer");
        var answer = await to.AskAsync($"{toNode}:offer", offer, "answer");
        await from.AskAsync($"{fromNode}:accept", answer, "accepted");
    }

    /// <inheritdoc/>
    public async Task<(double Bytes, double Seconds)> FloodAsync(double seconds)
    {
        var answer = await AskAsync("flood", "flooded", seconds);
        return (answer[0], answer[1]);
    }

    /// <summary>Has the caller do something with the far end.</summary>
    /// <param name="word">What.</param>
    /// <param name="answer">The answer's word.</param>
    /// <param name="values">What the word says.</param>
    public async Task<double[]> AskAsync(string word, string answer, params double[] values)
    {
        var text = string.Join(' ', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
        return Numbers(await Caller.AskAsync(word, $"{_far} {text}".TrimEnd(), answer));
    }

    /// <summary>Numbers with spaces between them.</summary>
    public static double[] Numbers(string text) =>
        [.. text.Split(' ').Select(value => double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    public void Dispose()
    {
        foreach (var process in _processes) process.Dispose();
    }
}

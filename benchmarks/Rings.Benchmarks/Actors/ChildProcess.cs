using System.Diagnostics;

namespace Rings.Benchmarks.Actors;

/// <summary>This program once more, in a part of its own; lines of a word and a value go to and fro.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    /// <param name="part">The first argument.</param>
    public ChildProcess(string part)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        start.ArgumentList.Add(part);
        _process = Process.Start(start)!;
    }

    /// <summary>Processor time of the process so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory now.</summary>
    public double ResidentMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    public async Task SendAsync(string word, string value)
    {
        await _process.StandardInput.WriteLineAsync($"{word} {value}");
        await _process.StandardInput.FlushAsync();
    }

    public async Task<string> ReadAsync(string word)
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return line?.StartsWith(word + " ", StringComparison.Ordinal) == true
            ? line[(word.Length + 1)..]
            : throw new InvalidOperationException($"'{word}' was expected, not '{line}'");
    }

    public async Task<string> AskAsync(string word, string value, string answer)
    {
        await SendAsync(word, value);
        return await ReadAsync(answer);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}

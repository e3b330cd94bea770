using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>The real executable of <c>rings</c> as a process; whatever hangs is killed at its leash.</summary>
internal sealed partial class Program : IAsyncDisposable
{
    private const int Interrupt = 2;

    /// <summary>No wait of a test is longer; a node lives as long as its tests do.</summary>
    public static readonly TimeSpan Leash = TimeSpan.FromSeconds(60);
    private static readonly string Executable = Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "rings.exe" : "rings");

    private readonly Process _process;
    private readonly Task<string> _error;

    private Program(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">The command line.</param>
    public static async Task<Ended> RunAsync(params string[] arguments)
    {
        await using var program = Start(arguments);
        return await program.EndAsync();
    }

    /// <summary>Runs a command with bytes on its stdin.</summary>
    /// <returns>How it ended, and the bytes on its stdout.</returns>
    public static async Task<(Ended Ended, byte[] Bytes)> RunWithAsync(byte[] input, params string[] arguments)
    {
        await using var program = Launch(Executable, arguments);
        try
        {
            await program._process.StandardInput.BaseStream.WriteAsync(input);
            program._process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all: what it said and how it ended is for the test to judge.
        }

        using var bytes = new MemoryStream();
        using var leash = new CancellationTokenSource(Leash);
        await program._process.StandardOutput.BaseStream.CopyToAsync(bytes, leash.Token);
        return (await program.EndAsync(), bytes.ToArray());
    }

    /// <summary>Runs a command to its end on a terminal of its own (script, of util-linux).</summary>
    /// <returns>How it ended; its output is what the terminal was given, stderr among it.</returns>
    public static async Task<Ended> OnTerminalAsync(params string[] arguments)
    {
        var words = string.Join(' ', arguments.Prepend(Executable).Select(word => $"'{word}'"));
        await using var program = Launch("script", ["-qec", words, "/dev/null"]);
        program._process.StandardInput.Close();
        return await program.EndAsync();
    }

    /// <summary>Starts a command that goes on.</summary>
    public static Program Start(params string[] arguments)
    {
        var program = Launch(Executable, arguments);
        program._process.StandardInput.Close();
        return program;
    }

    /// <summary>Starts a command that reads its stdin, line by line: <see cref="SayAsync"/>.</summary>
    public static Program StartOpen(params string[] arguments) => Launch(Executable, arguments);

    /// <summary>Writes a line to its stdin.</summary>
    public async Task SayAsync(string line)
    {
        using var leash = new CancellationTokenSource(Leash);
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), leash.Token);
        await _process.StandardInput.FlushAsync(leash.Token);
    }

    /// <summary>Ends its stdin, as Ctrl-D does.</summary>
    public void Hush() => _process.StandardInput.Close();

    private static Program Launch(string executable, string[] arguments)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("RINGS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        return new Program(Process.Start(start)!);
    }

    /// <summary>Reads stdout up to a line that is wanted.</summary>
    /// <returns>All lines up to it, and it.</returns>
    public async Task<string> ReadUntilAsync(Predicate<string> isWanted)
    {
        var read = new StringBuilder();
        using var leash = new CancellationTokenSource(Leash);
        while (await _process.StandardOutput.ReadLineAsync(leash.Token) is { } line)
        {
            read.AppendLine(line);
            if (isWanted(line)) return read.ToString();
        }

        throw new InvalidOperationException($"rings ended early. It said: {read} {await _error}");
    }

    /// <summary>The names of the files of assemblies that the process has mapped, on Linux.</summary>
    public IReadOnlySet<string> LoadedLibraries() => File.ReadLines($"/proc/{_process.Id}/maps")
        .Where(line => line.EndsWith(".dll", StringComparison.Ordinal))
        .Select(line => Path.GetFileName(line))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Ends it as Ctrl-C does.</summary>
    public async Task<Ended> InterruptAsync()
    {
        Assert.Equal(0, Kill(_process.Id, Interrupt));
        return await EndAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Ended> EndAsync()
    {
        using var leash = new CancellationTokenSource(Leash);
        var output = await _process.StandardOutput.ReadToEndAsync(leash.Token);
        await _process.WaitForExitAsync(leash.Token);
        return new Ended(_process.ExitCode, output, await _error.WaitAsync(leash.Token));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <summary>How a process ended, and what it said.</summary>
    internal sealed record Ended(int Code, string Output, string Error)
    {
        /// <summary>The lines on stderr.</summary>
        public ImmutableArray<string> ErrorLines => [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

        /// <summary>What a command that succeeded printed.</summary>
        public string Said()
        {
            Assert.True(Code == 0, $"exit code {Code}: {Error}");
            return Output;
        }

        /// <summary>The same as JSON.</summary>
        public JsonNode Json() => JsonNode.Parse(Said())!;

        /// <summary>The one line by which a command failed; its exit code is 1.</summary>
        public string Complaint()
        {
            Assert.Equal(1, Code);
            Assert.Equal("", Output);
            var line = Assert.Single(ErrorLines);
            Assert.StartsWith("rings: ", line, StringComparison.Ordinal);
            return line;
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Rings.Protocol;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>A side in a process of its own, which is killed as kill -9 does.</summary>
internal sealed class ChildParty : IParty
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly Process _process;
    private readonly Func<Did, byte[], bool> _say;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = [];
    private volatile bool _hasFallen;

    private ChildParty(PartySetting setting)
    {
        _say = setting.Say;
        _process = new()
        {
            StartInfo = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [
                typeof(ChildParty).Assembly.Location, "side", Convert.ToHexString(setting.Self.ToByteArray()), setting.Folder,
                setting.Time.Now.ToString(CultureInfo.InvariantCulture), setting.First, setting.Second,
                setting.FallsAt.ToString(CultureInfo.InvariantCulture), setting.FallsBefore.ToString(),
            ])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
    }

    public bool HasFallen => _hasFallen;

    /// <summary>Starts it from its folder, new or as it was left.</summary>
    public static async Task<ChildParty> StartAsync(PartySetting setting)
    {
        var party = new ChildParty(setting);
        party._process.Start();
        party._process.BeginOutputReadLine();
        party._process.BeginErrorReadLine();
        await party.AnswerAsync("ready");
        return party;
    }

    public async Task<SecretId?> OfferAsync(SwapOrder order) =>
        SecretId.TryParse(
            await AskAsync("offer", Convert.ToHexString(order.To.ToByteArray()), order.Give, order.GiveAmount.Units, order.Take,
                order.TakeAmount.Units, order.ValidSeconds), out var id)
            ? id
            : null;

    public Task AcceptAsync(SecretId id) => AskAsync("accept", id);

    public async Task<SwapStage?> StageAsync(SecretId id) =>
        Enum.TryParse<SwapStage>(await AskAsync("stage", id), out var stage) ? stage : null;

    public Task SettleAsync(long first, long second) => AskAsync("settle", first, second);

    public void Hear(Did from, byte[] payload) =>
        Write("hear", Convert.ToHexString(from.ToByteArray()), Convert.ToHexString(payload));

    public void SetClock(long now) => Write("clock", now);

    /// <summary>Kills it, as kill -9 does, by its process alone.</summary>
    public async Task KillAsync()
    {
        _hasFallen = true;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Write(params object[] words)
    {
        if (_hasFallen) return;
        var line = string.Join(' ', words.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture)));
        lock (_process) _process.StandardInput.WriteLine(line);
    }

    private async Task<string> AskAsync(params object[] words)
    {
        if (_hasFallen) return "";
        Write(words);
        return await AnswerAsync((string)words[0]);
    }

    /// <summary>What it answers; nothing where it falls meanwhile.</summary>
    private async Task<string> AnswerAsync(string to)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!_hasFallen)
        {
            string line;
            try
            {
                line = await _answers.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"no answer to {to}: {string.Join('\n', _errors)}");
                throw;
            }

            if (line.StartsWith(to, StringComparison.Ordinal)) return line[to.Length..].Trim();
        }

        return "";
    }

    private void Take(string? line)
    {
        switch (line?.Split(' '))
        {
            case ["say", var to, var payload]:
                _say(Did.Read(Convert.FromHexString(to)), Convert.FromHexString(payload));
                break;

            case ["fell"]:
                _hasFallen = true;
                _answers.Writer.TryWrite("fell");
                break;

            case null:
                break;

            default:
                _answers.Writer.TryWrite(line);
                break;
        }
    }
}

using System.Globalization;
using System.Numerics;
using Rings.Protocol;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>
/// A side of swaps as a process of its own: it reads lines, and says lines. <see cref="ChildParty"/> starts and kills it.
/// </summary>
internal static class Program
{
    private static readonly Lock Gate = new();

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["side", var self, var folder, var now, var first, var second, var at, var isBefore])
        {
            await Console.Error.WriteLineAsync("side DID FOLDER NOW FIRST SECOND AT BEFORE");
            return 2;
        }

        var setting = new PartySetting(
            Did.Read(Convert.FromHexString(self)), folder, new(long.Parse(now, CultureInfo.InvariantCulture)), first, second,
            (to, payload) => Say($"say {Convert.ToHexString(to.ToByteArray())} {Convert.ToHexString(payload)}"))
        {
            FallsAt = int.Parse(at, CultureInfo.InvariantCulture),
            FallsBefore = bool.Parse(isBefore),
            // The write is not made, or is made and nothing follows, until the process is killed.
            Fall = _ =>
            {
                Say("fell");
                using var never = new ManualResetEventSlim();
                never.Wait();
            },
        };
        await using var party = await Party.StartAsync(setting);
        Say("ready");
        // What it is told while it waits for its chains is heard at once.
        while (await Console.In.ReadLineAsync() is { } line)
            _ = RunAsync(party, line.Split(' ')).ContinueWith(
                failed => Environment.FailFast(line, failed.Exception), default, TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        return 0;
    }

    private static async Task RunAsync(Party party, string[] words)
    {
        switch (words)
        {
            case ["clock", var now]:
                party.SetClock(long.Parse(now, CultureInfo.InvariantCulture));
                break;

            case ["hear", var from, var payload]:
                party.Hear(Did.Read(Convert.FromHexString(from)), Convert.FromHexString(payload));
                break;

            case ["offer", var to, var give, var gives, var take, var takes, var valid]:
                var id = await party.OfferAsync(new(
                    Did.Read(Convert.FromHexString(to)), ChainName.Read(give), AmountOf(gives), ChainName.Read(take), AmountOf(takes),
                    long.Parse(valid, CultureInfo.InvariantCulture)));
                Say($"offer {id}");
                break;

            case ["accept", var which]:
                await party.AcceptAsync(IdOf(which));
                Say("accept");
                break;

            case ["stage", var which]:
                Say($"stage {await party.StageAsync(IdOf(which))}");
                break;

            case ["settle", var one, var two]:
                await party.SettleAsync(
                    long.Parse(one, CultureInfo.InvariantCulture), long.Parse(two, CultureInfo.InvariantCulture));
                Say("settle");
                break;
        }
    }

    private static bool Say(string line)
    {
        lock (Gate) Console.Out.WriteLine(line);
        return true;
    }

    private static Amount AmountOf(string units) => Amount.Of(BigInteger.Parse(units, CultureInfo.InvariantCulture));

    private static SecretId IdOf(string text) =>
        SecretId.TryParse(text, out var id) ? id : throw new FormatException("not a swap's id");
}

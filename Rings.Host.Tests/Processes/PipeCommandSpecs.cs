namespace Rings.Host.Tests.Processes;

/// <summary>Standard input and output between the commands of two nodes.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class PipeCommandSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("pipe listen", "pipe connect")]
    public async Task What_goes_in_at_one_end_comes_out_at_the_other_both_ways_and_both_end_well()
    {
        var (there, back) = (new byte[3_000_000], new byte[700_001]);
        new Random(1).NextBytes(there);
        new Random(2).NextBytes(back);

        var listening = Program.RunWithAsync(
            back, "pipe", "listen", "--from", nodes.Anna.Did, "--channel", "both", "--data-dir", nodes.Bela.Data);
        var connected = await ConnectAsync(there, "both");
        var listened = await listening;

        Assert.True(connected.Ended.Code == 0, connected.Ended.Error);
        Assert.True(listened.Ended.Code == 0, listened.Ended.Error);
        Assert.Equal(there, listened.Bytes);
        Assert.Equal(back, connected.Bytes);
        Assert.Contains($"rings pipe connect {nodes.Bela.Did} --channel both", listened.Ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_nobody_waits_for_says_so()
    {
        var (ended, bytes) = await Program.RunWithAsync(
            [1], "pipe", "connect", nodes.Bela.Did, "--channel", "nobody", "--data-dir", nodes.Anna.Data);

        Assert.Equal((1, 0), (ended.Code, bytes.Length));
        Assert.Contains("nothing of that name", ended.Error, StringComparison.Ordinal);
    }

    /// <summary>Until the other end listens.</summary>
    private async Task<(Program.Ended Ended, byte[] Bytes)> ConnectAsync(byte[] input, string channel)
    {
        using var leash = new CancellationTokenSource(Program.Leash);
        while (true)
        {
            var run = await Program.RunWithAsync(
                input, "pipe", "connect", nodes.Bela.Did, "--channel", channel, "--data-dir", nodes.Anna.Data);
            if (run.Ended.Code == 0 || leash.IsCancellationRequested) return run;
        }
    }
}

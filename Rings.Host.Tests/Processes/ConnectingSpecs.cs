namespace Rings.Host.Tests.Processes;

/// <summary>A link that stays Connecting says why, with the addresses of both ends.</summary>
public sealed class ConnectingSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-connecting-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Addresses_pairs_and_what_to_do_are_told()
    {
        var (here, there) = (Path.Combine(_folder.FullName, "here"), Path.Combine(_folder.FullName, "there"));
        var (one, _) = await TwoNodes.StartAsync("--ring", "apart", "--data-dir", here);
        await using var node = one;
        var (other, says) = await TwoNodes.StartAsync("--ring", "apart", "--data-dir", there);
        await using var gone = other;
        var did = (string)says["did"]!;
        var offer = (await Program.RunAsync("offer", "create", did, "--data-dir", here)).Said();
        Assert.Contains("is Offered: its offer waits", await InspectAsync(here, "is Offered: "), StringComparison.Ordinal);
        var answer = (await Program.RunAsync("offer", "answer", offer, "--data-dir", there)).Said();
        await other.InterruptAsync();

        // Its answer is taken, and nobody is there any more.
        await using var accepting = Program.Start("offer", "accept", answer, "--data-dir", here);
        var told = await InspectAsync(here, "no answer comes over ");
        var link = (await Program.RunAsync("peer", "list", "--json", "--data-dir", here)).Json().AsArray().Single()!;
        var status = (await Program.RunAsync("status", "--data-dir", here)).Said();

        Assert.Contains("Is UDP let through between the two?", told, StringComparison.Ordinal);
        Assert.Matches("(?m)^    127.0.0.1:[0-9]+ Host -> 127.0.0.1:[0-9]+ Host: [A-Z][A-Za-z]+$", told);
        Assert.Contains("no answer comes over ", status, StringComparison.Ordinal);
        Assert.NotEmpty(link["localCandidates"]!.AsArray());
        Assert.Equal("Host", (string?)link["remoteCandidates"]![0]!["type"]);
        Assert.Contains("no answer comes over ", (string?)link["why"], StringComparison.Ordinal);
    }

    private static async Task<string> InspectAsync(string data, string wanted)
    {
        using var leash = new CancellationTokenSource(Program.Leash);
        var told = "";
        while (!leash.IsCancellationRequested)
        {
            told = (await Program.RunAsync("inspect", "--data-dir", data)).Said();
            if (told.Contains(wanted, StringComparison.Ordinal)) return told;
        }

        Assert.Fail($"never told: {wanted}; at last: {told}");
        return told;
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Host.Tests.Processes;

/// <summary>Two nodes as processes swap litecoins and ether on chains that run.</summary>
public sealed class SwapSpecs(SwapNodes chains, ITestOutputHelper output) : IClassFixture<SwapNodes>
{
    // Fees of all transactions of one side, whole coins.
    private const decimal MostLitecoins = 0.001m, MostEther = 0.01m;

    [SwapsFact]
    public async Task Litecoins_and_ether_change_hands_then_back_with_a_taker_that_is_killed_and_started_again()
    {
        var (anna, bela) = (await chains.MakeAsync("anna", 5, 5), await chains.MakeAsync("bela", 5, 5));
        var first = await chains.StartAsync(anna);
        var second = await chains.StartAsync(bela, first.JoinUrl);
        await RefusedAsync(first, second);
        Assert.Contains("a test chain  block ", (await first.RunAsync("swap", "chains")).Said(), StringComparison.Ordinal);

        var id = await AgreedAsync(first, second, "0.5ltc", "1eth");
        // Where litecoins are locked, whoever watches is told to lay away the key that takes them back.
        Assert.Contains($"rings swap export {id}", await DoneAsync(first, id), StringComparison.Ordinal);
        Assert.Contains("Refund key: ", (await first.RunAsync("swap", "export", id)).Said(), StringComparison.Ordinal);
        await DoneAsync(second, id);
        await BalancesAsync("ltc → eth", (anna, 4.5m, 6m), (bela, 5.5m, 4m));

        var back = await AgreedAsync(first, second, "1eth", "0.5ltc");
        await second.UntilAsync("\"stage\": \"Leg2", "swap", "status", back, "--json");
        await chains.KillAsync(bela);
        // Of ether nothing on the sheet is secret: whoever calls the contract, the money goes to who locked it.
        Assert.Contains("Contract: ", (await first.RunAsync("swap", "export", back)).Said(), StringComparison.Ordinal);
        second = await chains.StartAsync(bela, first.JoinUrl);
        await DoneAsync(first, back);
        await DoneAsync(second, back);
        await BalancesAsync("eth → ltc, the taker killed", (anna, 5m, 5m), (bela, 5m, 5m));
    }

    [SwapsFact]
    public async Task A_contract_is_deployed_and_doctor_says_which_chain_cannot_be_used()
    {
        var cleo = await chains.MakeAsync("cleo", 0, 1) with { Contract = ChainPlace.None };
        await File.WriteAllTextAsync(Path.Combine(cleo.Data, "rings.conf"), cleo.Config());

        Assert.Contains("rings swap deploy eth", (await Program.RunAsync("run", "--data-dir", cleo.Data)).Complaint(), StringComparison.Ordinal);
        var made = (await Program.RunAsync("swap", "deploy", "eth", "--data-dir", cleo.Data, "--json")).Json();
        var again = (await Program.RunAsync("swap", "deploy", "eth", "--sent", (string)made["transaction"]!, "--data-dir", cleo.Data)).Said();
        Assert.Equal($"rings.swap.chains.eth.contract = \"{made["contract"]}\"\n", again);
        Assert.Contains("there is no chain 'ltc' of Ethereum's family", (await Program.RunAsync(
            "swap", "deploy", "ltc", "--data-dir", cleo.Data)).Complaint(), StringComparison.Ordinal);

        var known = ChainPlace.Read(Convert.FromHexString(((string)made["contract"]!)[2..]));
        Assert.Equal(("well", "well"), await DoctorAsync(cleo with { Contract = known }));
        Assert.Equal(("well", "wrong"), await DoctorAsync(cleo with { Contract = cleo.Address }));
        Assert.Equal(("well", "wrong"), await DoctorAsync(cleo with { Contract = known, EthereumName = "eip155:1337" }));
        Assert.Equal(("well", "wrong"), await DoctorAsync(cleo with { Contract = known, Genesis = new string('1', 64) }));
        Assert.Equal(("well", "wrong"), await DoctorAsync(cleo with { Contract = known, EthereumName = "eip155:1" }));
    }

    [SwapsFact]
    public async Task What_a_chain_or_wallet_lacks_refuses_before_anything_is_locked()
    {
        var (dora, emil) = (await chains.MakeAsync("dora", 2, 0), await chains.MakeAsync("emil", 0, 5));
        var node = await chains.StartAsync(dora);
        var other = await chains.StartAsync(emil with { Contract = emil.Address }, node.JoinUrl);
        await node.UntilAsync("\"phase\": \"Member\"", "inspect", "--json");

        // Nobody can claim ether without gas, and a lock in another contract is no lock.
        Assert.Matches("has not the gas. take.max_fee: expected a balance of [0-9]+", (await node.RunAsync(
            "swap", "offer", "--give", "1ltc", "--take", "1eth", "--to", other.Did)).Complaint());
        Assert.Contains("has not the money. give.amount", (await node.RunAsync(
            "swap", "offer", "--give", "1eth", "--take", "1ltc", "--to", other.Did)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("the code at its contract is not the one", (await other.RunAsync("swap", "chains")).Said(), StringComparison.Ordinal);
        Assert.Contains("expected the code that this node ships", (await other.RunAsync(
            "swap", "offer", "--give", "1eth", "--take", "1ltc", "--to", node.Did)).Complaint(), StringComparison.Ordinal);
        Assert.Equal("no swaps: rings swap offer --give 0.5ltc --take 1eth --to DID\n", (await node.RunAsync("swap", "status")).Said());
        Assert.Equal((2m, 5m), (await chains.LitecoinsAsync(dora), await chains.EtherAsync(emil)));
    }

    /// <summary>What is wrong with an offer is said before anything of it is sent.</summary>
    private static async Task RefusedAsync(TwoNodes.Node node, TwoNodes.Node other)
    {
        async Task Says(string expected, string give, string take, string to, params string[] more) => Assert.Matches(expected, (await node.RunAsync(
            ["swap", "offer", "--give", give, "--take", take, "--to", to, .. more])).Complaint());
        await other.UntilAsync("\"phase\": \"Member\"", "inspect", "--json");
        await Says("has not the money. give.amount: expected a balance of [0-9]{10,}", "100ltc", "1eth", other.Did);
        await Says("not above dust .* give.amount: expected [0-9]{5,}", "0.00001ltc", "1eth", other.Did);
        await Says("not above dust .* take.amount: expected 1", "1ltc", "0eth", other.Did);
        await Says("cannot hold so much. take.amount: expected 340282366920938463463374607431768211455", "1ltc", "1000000000000000000000eth", other.Did);
        await Says("above 2\\^256", "1ltc", new string('9', 78) + "eth", other.Did);
        await Says("Both legs are on one chain", "1ltc", "2ltc", other.Did);
        await Says("There is no chain 'btc'.*: eth, ltc", "1btc", "1eth", other.Did);
        await Says("is made with another node", "1ltc", "1eth", node.Did);
        Assert.Equal(2, (await node.RunAsync("swap", "offer", "--give", "1ltc", "--take", "1eth", "--to", other.Did, "--valid", "86401")).Code);
        Assert.Contains("There is no such swap", (await node.RunAsync("swap", "accept", new string('0', 32))).Complaint(), StringComparison.Ordinal);
        Assert.Contains("nothing to take back", (await node.RunAsync("swap", "export", new string('0', 32))).Complaint(), StringComparison.Ordinal);

        // An offer that is withdrawn, or lived too long, is none.
        var id = (string)(await node.RunAsync("swap", "offer", "--give", "1ltc", "--take", "1eth", "--to", other.Did, "--json")).Json()["id"]!;
        await other.UntilAsync($"rings swap accept {id}", "swap", "offers");
        Assert.Contains("expected a swap that is agreed", (await node.RunAsync("swap", "refund", id)).Complaint(), StringComparison.Ordinal);
        (await node.RunAsync("swap", "decline", id)).Said();
        await other.UntilAsync("no offers", "swap", "offers");
        Assert.Contains("There is no such swap", (await other.RunAsync("swap", "accept", id)).Complaint(), StringComparison.Ordinal);
        var late = (string)(await node.RunAsync(
            "swap", "offer", "--give", "1ltc", "--take", "1eth", "--to", other.Did, "--valid", "1", "--json")).Json()["id"]!;
        await node.UntilAsync("ended before this node locked anything", "swap", "status", late);
        Assert.Matches("There is no such swap|life is over", (await other.RunAsync("swap", "accept", late)).Complaint());
    }

    private static async Task<string> AgreedAsync(TwoNodes.Node offerer, TwoNodes.Node taker, string give, string take)
    {
        var id = (string)(await offerer.RunAsync("swap", "offer", "--give", give, "--take", take, "--to", taker.Did, "--json")).Json()["id"]!;
        await taker.UntilAsync($"rings swap accept {id}", "swap", "offers");
        (await taker.RunAsync("swap", "accept", id)).Said();
        Assert.Contains("an offer that was not accepted", (await taker.RunAsync("swap", "accept", id)).Complaint(), StringComparison.Ordinal);
        return id;
    }

    private static async Task<string> DoneAsync(TwoNodes.Node node, string id)
    {
        var watched = (await node.RunAsync("swap", "status", id, "--watch")).Said();
        Assert.Contains("is done: this node has what it was to get", watched, StringComparison.Ordinal);
        Assert.Contains("the other's lock: ", (await node.RunAsync("swap", "status", id)).Said(), StringComparison.Ordinal);
        return watched;
    }

    private async Task BalancesAsync(string what, params (SwapNodes.Person Who, decimal Litecoins, decimal Ether)[] agreed)
    {
        foreach (var (who, litecoins, ether) in agreed)
        {
            // What was claimed last is in a block by then, and counts from its first block on.
            var (hasLitecoins, hasEther) = (await chains.LitecoinsAsync(who), await chains.EtherAsync(who));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {who.Name} has {hasLitecoins} ltc ({hasLitecoins - litecoins:+0.########;-0.########;0}) and {hasEther} eth ({hasEther - ether:+0.#########;-0.#########;0})"));
            Assert.InRange(hasLitecoins, litecoins - (2 * MostLitecoins), litecoins);
            Assert.InRange(hasEther, ether - (2 * MostEther), ether);
        }
    }

    private static async Task<(string Litecoin, string Ethereum)> DoctorAsync(SwapNodes.Person person)
    {
        await File.WriteAllTextAsync(Path.Combine(person.Data, "rings.conf"), person.Config());
        var found = JsonNode.Parse((await Program.RunAsync("doctor", "--json", "--data-dir", person.Data)).Output)!.AsArray();
        string Of(string check) => (string)found.Single(one => (string)one!["check"]! == check)!["verdict"]!;
        return (Of("swap chain ltc"), Of("swap chain eth"));
    }
}

using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Nethereum.Util;
using Nethereum.Web3;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Evm;

/// <summary>Every path of RingsHtlc on a real Ethereum node.</summary>
public sealed class HtlcContractSpecs(ITestOutputHelper output) : IAsyncLifetime
{
    private const long Hour = 3600;

    private static readonly BigInteger Ether = BigInteger.Pow(10, 18);

    private Anvil _anvil = null!;
    private HtlcContract _contract = null!;
    private ChainPlace _opener;
    private ChainPlace _taker;
    private ChainPlace _stranger;
    private long _deadline;

    public async Task InitializeAsync()
    {
        if (Parts.Missing(litecoin: false, npm: true) is not null) return;
        _anvil = await Anvil.StartAsync();
        _contract = new(new Web3(_anvil.Endpoint.Url.ToString()).Eth.GetContract(HtlcCode.Abi, "0x" + _anvil.Contract));
        var accounts = (await _anvil.CallAsync("eth_accounts")).EnumerateArray()
            .Select(one => ChainPlace.Read(Convert.FromHexString(one.GetString()![2..]))).ToArray();
        (_opener, _taker, _stranger) = (accounts[0], accounts[1], accounts[2]);
        _deadline = await _anvil.TimeAsync() + Hour;
    }

    public async Task DisposeAsync()
    {
        if (_anvil is not null) await _anvil.DisposeAsync();
    }

    [AnvilFact]
    public async Task The_code_on_the_chain_is_the_code_that_is_shipped()
    {
        var code = (await _anvil.CallAsync("eth_getCode", "0x" + _anvil.Contract, "latest")).GetString()!;

        Assert.Equal(HtlcCode.RuntimeHash, HtlcCode.HashOf(Convert.FromHexString(code[2..])));
    }

    [AnvilFact]
    public async Task A_lock_is_opened_and_claimed_within_its_gas()
    {
        var before = await _anvil.BalanceAsync(_taker);

        var open = await SendAsync(_opener, _contract.Open(Terms()), Ether);
        var claim = await SendAsync(_stranger, _contract.Claim(Terms(), SwapTerms.Preimage));

        Assert.True(open.Succeeded && claim.Succeeded);
        output.WriteLine($"open {open.Gas} gas, claim by a stranger {claim.Gas} gas");
        Assert.InRange(open.Gas, 1, 50_000);
        Assert.InRange(claim.Gas, 1, 40_000);
        // The stranger paid the gas; the money is the taker's.
        Assert.Equal(before + Ether, await _anvil.BalanceAsync(_taker));
        Assert.Equal(BigInteger.Zero, await _anvil.BalanceAsync(_anvil.Contract));
    }

    [AnvilFact]
    public async Task A_lock_opens_once_for_ever()
    {
        Assert.True((await SendAsync(_opener, _contract.Open(Terms()), Ether)).Succeeded);
        await RefusedAsync("AlreadyOpened", _opener, _contract.Open(Terms()), Ether);

        Assert.True((await SendAsync(_taker, _contract.Claim(Terms(), SwapTerms.Preimage))).Succeeded);

        await RefusedAsync("AlreadyOpened", _opener, _contract.Open(Terms()), Ether);
        await RefusedAsync("NotOpen", _taker, _contract.Claim(Terms(), SwapTerms.Preimage));
    }

    [AnvilFact]
    public async Task Another_preimage_opens_nothing()
    {
        Assert.True((await SendAsync(_opener, _contract.Open(Terms()), Ether)).Succeeded);

        await RefusedAsync("NotOpen", _taker, _contract.Claim(Terms(), SwapTerms.Hash));
    }

    /// <summary>An argument of another length shifts those behind it: the call has no such form.</summary>
    [AnvilFact]
    public async Task A_preimage_of_31_or_33_bytes_cannot_be_said()
    {
        foreach (var length in (int[])[31, 33])
        {
            var preimage = new byte[length];
            var terms = Terms() with { Hash = Bytes32.Read(SHA256.HashData(preimage)) };
            Assert.True((await SendAsync(_opener, _contract.Open(terms), Ether)).Succeeded);
            var right = _contract.Claim(terms, SwapTerms.Preimage);
            var data = right[..10] + Convert.ToHexStringLower(preimage) + right[(10 + 64)..];

            Assert.False((await SendAsync(_taker, data)).Succeeded);
            Assert.False((await SendAsync(_taker, right[..10] + Convert.ToHexStringLower(preimage.Take(32).ToArray()).PadRight(64, '0')
                + right[(10 + 64)..])).Succeeded);
        }

        Assert.Equal(2 * Ether, await _anvil.BalanceAsync(_anvil.Contract));
    }

    [AnvilFact]
    public async Task A_claim_is_refused_from_the_deadline_on_and_a_refund_before_it()
    {
        var later = Terms() with { Hash = SwapTerms.Preimage };
        Assert.True((await SendAsync(_opener, _contract.Open(Terms()), Ether)).Succeeded);
        Assert.True((await SendAsync(_opener, _contract.Open(later), Ether)).Succeeded);

        Assert.False((await SendAsync(_opener, _contract.Refund(Terms()), at: _deadline - 1)).Succeeded);
        await RefusedAsync("DeadlineNotReached", _opener, _contract.Refund(Terms()));
        var late = await SendAsync(_taker, _contract.Claim(Terms(), SwapTerms.Preimage), at: _deadline);

        Assert.False(late.Succeeded);
        await RefusedAsync("DeadlinePassed", _taker, _contract.Claim(Terms(), SwapTerms.Preimage));
        var before = await _anvil.BalanceAsync(_opener);
        Assert.True((await SendAsync(_stranger, _contract.Refund(Terms()))).Succeeded);
        Assert.Equal(before + Ether, await _anvil.BalanceAsync(_opener));
        await RefusedAsync("NotOpen", _opener, _contract.Refund(Terms()));
    }

    [AnvilFact]
    public async Task A_claim_a_second_before_the_deadline_and_a_refund_at_it_are_taken()
    {
        var other = Terms() with { Hash = SwapTerms.Preimage };
        Assert.True((await SendAsync(_opener, _contract.Open(Terms()), Ether)).Succeeded);
        Assert.True((await SendAsync(_opener, _contract.Open(other), Ether)).Succeeded);

        Assert.True((await SendAsync(_taker, _contract.Claim(Terms(), SwapTerms.Preimage), at: _deadline - 1)).Succeeded);
        Assert.True((await SendAsync(_opener, _contract.Refund(other), at: _deadline)).Succeeded);
    }

    [AnvilFact]
    public async Task No_money_too_much_money_and_a_deadline_that_has_passed_open_nothing()
    {
        await _anvil.GiveAsync(_opener, BigInteger.Pow(2, 130));
        var passed = Terms() with { Deadline = await _anvil.TimeAsync() };

        await RefusedAsync("BadAmount", _opener, _contract.Open(Terms()));
        await RefusedAsync("BadAmount", _opener, _contract.Open(Terms()), BigInteger.Pow(2, 128));
        await RefusedAsync("DeadlinePassed", _opener, _contract.Open(passed), Ether);
        Assert.True((await SendAsync(_opener, _contract.Open(Terms()), BigInteger.Pow(2, 127))).Succeeded);
    }

    /// <summary>The receiver calls claim again while it is paid; it notes how that ended: 1 refused, 2 taken.</summary>
    [AnvilFact]
    public async Task A_receiver_that_calls_back_is_paid_once()
    {
        var receiver = ChainPlace.Read(Enumerable.Repeat((byte)0xaa, ChainPlace.AddressBytes).ToArray());
        var terms = Terms() with { ClaimTo = receiver };
        var another = terms with { Hash = SwapTerms.Preimage };
        var claim = _contract.Claim(terms, SwapTerms.Preimage);
        var code = "0x6084602f600039" + "60006000608460006000" + "73" + _anvil.Contract + "5af1" + "600101600055" + "00" + claim[2..];
        await _anvil.CallAsync("anvil_setCode", "0x" + receiver, code);
        Assert.True((await SendAsync(_opener, _contract.Open(terms), Ether)).Succeeded);
        Assert.True((await SendAsync(_opener, _contract.Open(another), Ether)).Succeeded);

        Assert.True((await SendAsync(_taker, claim)).Succeeded);

        Assert.Equal(Ether, await _anvil.BalanceAsync(receiver));
        Assert.Equal(Ether, await _anvil.BalanceAsync(_anvil.Contract));
        Assert.Equal(1, Convert.ToInt32((await _anvil.CallAsync("eth_getStorageAt", "0x" + receiver, "0x0", "latest")).GetString(), 16));
    }

    [AnvilFact]
    public async Task A_receiver_that_refuses_money_leaves_the_lock_as_it_was()
    {
        var receiver = ChainPlace.Read(Enumerable.Repeat((byte)0xbb, ChainPlace.AddressBytes).ToArray());
        var terms = Terms() with { ClaimTo = receiver };
        await _anvil.CallAsync("anvil_setCode", "0x" + receiver, "0x60006000fd");
        Assert.True((await SendAsync(_opener, _contract.Open(terms), Ether)).Succeeded);

        await RefusedAsync("PaymentRefused", _taker, _contract.Claim(terms, SwapTerms.Preimage));

        Assert.False((await SendAsync(_taker, _contract.Claim(terms, SwapTerms.Preimage))).Succeeded);
        Assert.True((await SendAsync(_opener, _contract.Refund(terms), at: _deadline)).Succeeded);
    }

    [AnvilFact]
    public async Task Anothers_lock_with_the_same_terms_is_another_lock()
    {
        var anothers = Terms() with { RefundTo = _stranger };
        Assert.True((await SendAsync(_stranger, _contract.Open(anothers), Ether)).Succeeded);

        // Who did not open it has none: nobody opens one in another's name.
        await RefusedAsync("NotOpen", _taker, _contract.Claim(Terms(), SwapTerms.Preimage));
        Assert.True((await SendAsync(_opener, _contract.Open(Terms()), Ether)).Succeeded);
        Assert.True((await SendAsync(_taker, _contract.Claim(Terms(), SwapTerms.Preimage))).Succeeded);

        Assert.Equal(Ether, await _anvil.BalanceAsync(_anvil.Contract));
        Assert.True((await SendAsync(_stranger, _contract.Refund(anothers), at: _deadline)).Succeeded);
    }

    [AnvilFact]
    public async Task Money_forced_upon_it_changes_nothing()
    {
        Assert.True((await SendAsync(_opener, _contract.Open(Terms()), Ether)).Succeeded);
        await _anvil.GiveAsync(_anvil.Contract, 5 * Ether);
        var before = await _anvil.BalanceAsync(_taker);

        Assert.False((await SendAsync(_stranger, "0x", Ether)).Succeeded);
        Assert.True((await SendAsync(_stranger, _contract.Claim(Terms(), SwapTerms.Preimage))).Succeeded);

        Assert.Equal(before + Ether, await _anvil.BalanceAsync(_taker));
        Assert.Equal(4 * Ether, await _anvil.BalanceAsync(_anvil.Contract));
    }

    [AnvilFact]
    public async Task Another_library_reads_the_same_events()
    {
        var refunded = Terms() with { Hash = SwapTerms.Preimage };
        await SendAsync(_opener, _contract.Open(Terms()), Ether);
        await SendAsync(_opener, _contract.Open(refunded), 2 * Ether);
        await SendAsync(_taker, _contract.Claim(Terms(), SwapTerms.Preimage));
        await SendAsync(_opener, _contract.Refund(refunded), at: _deadline);

        var printed = await RunningPart.RunAsync(
            "node", Path.Combine(Parts.Scripts, "events.mjs"), _anvil.Endpoint.Url.ToString(), "0x" + _anvil.Contract);

        var events = printed.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["Opened", "Opened", "Claimed", "Refunded"], events.Select(one => one.GetProperty("event").GetString()));
        Assert.Equal("0x" + HtlcContract.IdOf(Terms()), events[0].GetProperty("id").GetString());
        Assert.Equal("0x" + SwapTerms.Hash, events[0].GetProperty("hash").GetString());
        Assert.True(events[0].GetProperty("taker").GetString()!.IsTheSameAddress("0x" + _taker));
        Assert.True(events[0].GetProperty("refundTo").GetString()!.IsTheSameAddress("0x" + _opener));
        Assert.Equal(_deadline.ToString(CultureInfo.InvariantCulture), events[0].GetProperty("deadline").GetString());
        Assert.Equal(Ether.ToString(CultureInfo.InvariantCulture), events[0].GetProperty("amount").GetString());
        Assert.Equal("0x" + HtlcContract.IdOf(Terms()), events[2].GetProperty("id").GetString());
        Assert.Equal("0x" + SwapTerms.Preimage, events[2].GetProperty("preimage").GetString());
        Assert.Equal("0x" + HtlcContract.IdOf(refunded), events[3].GetProperty("id").GetString());
    }

    private LockTerms Terms() => SwapTerms.Evm(_anvil.Contract, _taker, _opener, _deadline);

    private async Task<(bool Succeeded, int Gas)> SendAsync(ChainPlace from, string data, BigInteger? wei = null, long? at = null)
    {
        var id = (await _anvil.CallAsync("eth_sendTransaction", Call(from, data, wei))).GetString()!;
        if (at is { } time) await _anvil.MineAtAsync(time);
        else await _anvil.MineAsync();
        var receipt = await _anvil.ReceiptAsync(id);
        return (receipt.GetProperty("status").GetString() == "0x1", Convert.ToInt32(receipt.GetProperty("gasUsed").GetString(), 16));
    }

    private async Task RefusedAsync(string error, ChainPlace from, string data, BigInteger? wei = null)
    {
        var answer = await _anvil.TryCallAsync("eth_call", Call(from, data, wei), "latest");

        var selector = Convert.ToHexStringLower(Sha3Keccack.Current.CalculateHash(System.Text.Encoding.ASCII.GetBytes(error + "()"))[..4]);
        Assert.Contains(selector, answer.Error, StringComparison.OrdinalIgnoreCase);
    }

    private Dictionary<string, string> Call(ChainPlace from, string data, BigInteger? wei) => new()
    {
        ["from"] = "0x" + from,
        ["to"] = "0x" + _anvil.Contract,
        ["data"] = data,
        ["gas"] = "0x493e0",
        ["value"] = "0x" + ((wei ?? BigInteger.Zero).ToString("x", CultureInfo.InvariantCulture).TrimStart('0') is { Length: > 0 } digits ? digits : "0"),
    };
}

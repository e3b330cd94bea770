using System.Security.Cryptography;
using Rings.Actors.Context;
using Rings.Protocol;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using Rings.Sovereign.Tests.Swaps;

namespace Rings.Benchmarks.Sovereign;

/// <summary>One side of a measured swap: its book, its journal on the disk, and what it signs; each of its steps is counted.</summary>
internal sealed class SwapCostSide : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rings-swap-costs-").FullName;
    private readonly SignedActions _signer = new(Bytes32.Read(RandomNumberGenerator.GetBytes(32)));
    private readonly SqliteSecretStore _store;
    private SwapBook _book;
    private TimeSpan _spent;

    public SwapCostSide(Did self, byte[] key, SwapPolicy policy)
    {
        Self = self;
        _book = SwapBook.Load(new(SwapFixture.Ring, self), key, policy, []);
        (_store, _) = SqliteSecretStore.Open(
            Path.Combine(_folder, SecretSchema.Swaps.File), new EntrySeal(RandomNumberGenerator.GetBytes(32), SystemRandom.Instance),
            SecretSchema.Swaps);
    }

    public Did Self { get; }

    /// <summary>Leg 1's chain and leg 2's.</summary>
    public FakeLedger[] Ledgers { get; set; } = [];

    public SwapCosts.SetTime Time { get; set; } = new();

    /// <summary>What it has said, as it goes over the wire.</summary>
    public Queue<byte[]> Outbox { get; } = [];

    /// <summary>Writes to the disk.</summary>
    public int Writes { get; private set; }

    /// <summary>Milliseconds of processor time.</summary>
    public double Spent => _spent.TotalMilliseconds;

    public SwapStage? Stage(SecretId id) => _book.Swaps.GetValueOrDefault(id)?.Stage;

    public void Offer(SecretId id, Did to) => Do(() =>
    {
        var (give, take) = (Ledgers[0].Identity.Name, Ledgers[1].Identity.Name);
        var secrets = _book.SecretsOf(id, SwapRole.Offerer, to);
        var offer = _book.Draft(
            new(to, give, Amount.Of(150_000_000), take, Amount.Of(100_000_000), 60), id,
            _signer.PlaceOf(secrets.RefundKey, give.Kind), _signer.PlaceOf(secrets.ClaimKey, take.Kind), Time.Now);
        return _book.Offer(to, offer, Fine(0), Fine(1), Time.Now);
    });

    public void Accept(SecretId id) => Do(() =>
    {
        var terms = _book.Swaps[id].Terms;
        var secrets = _book.SecretsOf(id, SwapRole.Taker, terms.Offerer);
        var accept = new SwapMessage.Accept(
            id, _signer.PlaceOf(secrets.ClaimKey, terms.Offer.Give.Kind), _signer.PlaceOf(secrets.RefundKey, terms.Offer.Take.Kind), 2, default);
        return _book.Accept(id, accept with { TermsHash = terms.HashWith(accept) }, Fine(0), Fine(1), Time.Now);
    });

    public void Hear(Did from, byte[] message) => Do(() => _book.Receive(from, SwapCodec.Read(message), Time.Now));

    /// <summary>Both chains are looked at, as after each block.</summary>
    public void Look(SecretId id)
    {
        foreach (var side in (LegSide[])[LegSide.First, LegSide.Second])
        {
            if (_book.Swaps.GetValueOrDefault(id) is not { IsWatching: true } swap) return;
            var fact = Ledgers[(int)side - (int)LegSide.First].Look(swap.Terms.Lock(side));
            Do(() =>
            {
                if (fact.Preimage is { } preimage) SignedActions.Read(swap.Terms.Lock(side), preimage);
                return _book.With(id, one => one.Saw(side, fact, Time.Now));
            });
        }

        Do(() => _book.With(id, swap => swap.Tick(Time.Now)));
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private LegCheck Fine(int leg) => SwapFixture.Fine(Ledgers[leg].Tip, Ledgers[leg].Identity.Name.Kind);

    /// <summary>One step, counted: what it decides, the writes, what is said, and the transactions that are signed. Then what follows.</summary>
    private void Do(Func<SwapBookStep> input)
    {
        var before = Environment.CpuUsage.TotalTime;
        var step = input();
        if (step.Refusal is not null) throw new InvalidOperationException($"{step.Refusal}");
        if (step.Entries.Length > 0) Write(step);
        _book = step.State;
        foreach (var (_, message) in step.Sends) Outbox.Enqueue(SwapCodec.Write(message));
        foreach (var (_, effect) in step.Effects)
            if (effect is SwapEffect.Broadcast cast) _signer.Sign(cast.Action);
        _spent += Environment.CpuUsage.TotalTime - before;

        foreach (var (id, effect) in step.Effects) Follow(id, effect);
    }

    /// <summary>One durable write, as a node makes it.</summary>
    private void Write(SwapBookStep step)
    {
        _store.Begin();
        foreach (var entry in step.Entries) _store.Keep(entry);
        _store.Commit();
        Writes++;
    }

    private void Follow(SecretId id, SwapEffect effect)
    {
        switch (effect)
        {
            case SwapEffect.Check:
                Do(() => _book.With(id, swap => swap.Checked(Fine(0), Fine(1), Time.Now)));
                break;

            case SwapEffect.Broadcast cast:
                var result = Ledgers[cast.Side == LegSide.First ? 0 : 1].Broadcast(cast.Action);
                Do(() => _book.With(id, swap => swap.Sent(cast.Side, cast.Action, result, Time.Now)));
                break;
        }
    }
}

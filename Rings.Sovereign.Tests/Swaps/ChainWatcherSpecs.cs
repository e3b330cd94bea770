using Rings.Sovereign.Actors.Swaps;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using Rings.Sovereign.Tests.Actors;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>One chain is asked one question after another; each has an answer or its failure.</summary>
public sealed class ChainWatcherSpecs() : Akka.TestKit.Xunit2.TestKit(TestSystem.Real)
{
    private static readonly SwapMessage.Offer Offer = SwapFixture.Offer(
        SecretId.Read(new byte[16]), ChainKind.Utxo, ChainKind.Evm, 1_800_100_000, 1_800_000_000, 1_799_900_000, 12);

    private static readonly LockTerms Terms = new SwapTerms(
        SwapFixture.Ring, SwapFixture.Alice, SwapFixture.Bob, Offer, SwapFixture.Accept(Offer, 3)).Lock(LegSide.First);

    [Fact]
    public async Task Beyond_256_questions_that_wait_one_has_failed_and_each_has_one_answer()
    {
        var chain = new SlowChain();
        var watcher = ActorOfAsTestActorRef<ChainWatcher>(ChainWatcher.Props(chain, TimeProvider.System), TestActor);
        for (var ticket = 0; ticket <= ChainWatcher.MaxWaiting; ticket++) watcher.Tell(new ChainWatcher.Examine(ticket, LegSide.First, Terms));

        watcher.Tell(new ChainWatcher.Examine(1000, LegSide.First, Terms));
        var refused = await ExpectMsgAsync<ChainWatcher.Answered>();
        chain.Answer.SetResult(SwapFixture.Fine(new(1, 2, 3), ChainKind.Utxo));
        var answers = new List<ChainWatcher.Answered>();
        while (answers.Count <= ChainWatcher.MaxWaiting) answers.Add(await ExpectMsgAsync<ChainWatcher.Answered>());

        Assert.Equal(1000, Assert.IsType<ChainWatcher.Examine>(refused.Question).Ticket);
        Assert.NotNull(refused.Trouble);
        Assert.All(answers, answer => Assert.IsType<LegCheck>(answer.Answer));
        Assert.Equal(answers.Count, answers.Select(answer => answer.Question).Distinct().Count());
        Assert.Equal(1, chain.MostAtOnce);
    }

    private sealed class SlowChain : IChain
    {
        private int _atOnce;

        public TaskCompletionSource<LegCheck> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int MostAtOnce { get; private set; }

        public ChainIdentity Identity => SwapFixture.ChainOf(ChainKind.Utxo, LegSide.First);

        public ChainPlace PlaceOf(Bytes32 secret) => ChainPlace.None;

        public async Task<LegCheck> CheckAsync(ChainPlace claimTo, ChainPlace refundTo, ChainPlace contract, CancellationToken cancel)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
            var answer = await Answer.Task;
            _atOnce--;
            return answer;
        }

        public Task<ChainTip> TipAsync(CancellationToken cancel) => Task.FromException<ChainTip>(new ChainException("silent"));

        public Task<ChainFact> LookAsync(LockTerms terms, long since, CancellationToken cancel) =>
            Task.FromException<ChainFact>(new ChainException("silent"));

        public Task<BroadcastResult> BroadcastAsync(ChainAction action, long since, CancellationToken cancel) =>
            Task.FromException<BroadcastResult>(new ChainException("silent"));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

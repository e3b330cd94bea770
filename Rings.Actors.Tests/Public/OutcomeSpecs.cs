using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.Protocol.Text;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Public;

public sealed class OutcomeSpecs
{
    private static readonly Did One = Did.Zero.Finger(1);
    private static readonly NotSent Unsent = NotSent.Because("id", Undelivered.TimedOut);
    private static readonly LinkRefused NoLink = new(One, LinkFailure.Full, "full");
    private static readonly LookupFailed NotFound = new(One, LookupFailure.TimedOut);

    [Fact]
    public void What_came_calls_the_function_that_is_for_it_and_no_other()
    {
        var delivered = new Delivered("id", TimeSpan.Zero);

        Assert.Equal("delivered", Of((ISendOutcome)delivered));
        Assert.Equal("mailed", Of(new Mailed("id", default)));
        Assert.Equal("not sent", Of((ISendOutcome)Unsent));
        Assert.Equal("delivered", Of((ISendPlainOutcome)delivered));
        Assert.Equal("handed over", Of(new HandedOver("id")));
        Assert.Equal("not sent", Of((ISendPlainOutcome)Unsent));
        Assert.Equal("found", Of(new LookupDone(One, One, 1, 1, TimeSpan.Zero)));
        Assert.Equal("failed", Of((ILookupOutcome)NotFound));
        Assert.Equal("traced", Of(new Traced(One, One, [], TimeSpan.Zero)));
        Assert.Equal("failed", Of((ITraceOutcome)NotFound));
        Assert.Equal("connected", Of(new Connected(One)));
        Assert.Equal("refused", Of((IConnectOutcome)NoLink));
        Assert.Equal("created", Of(new OfferCreated([])));
        Assert.Equal("refused", Of((IOfferOutcome)NoLink));
        Assert.Equal("answered", Of(new OfferAnswered([])));
        Assert.Equal("refused", Of((IAnswerOutcome)NoLink));
    }

    [Fact]
    public void What_became_of_a_record_calls_the_function_that_is_for_it_and_no_other()
    {
        var (silent, invalid) = (new OwnerSilent(One), new RecordInvalid("name", "1 to 255 bytes"));

        Assert.Equal("stored", Of(new RecordStored(One, [], default)));
        Assert.Equal("stored locally", Of(new RecordStoredLocally(One, [], default)));
        Assert.Equal("refused", Of(new RecordRefused(One, StorageRefusal.Full)));
        Assert.Equal("invalid", Of((IPutOutcome)invalid));
        Assert.Equal("silent", Of((IPutOutcome)silent));
        Assert.Equal("found", Of(new RecordsFound(One, [], true, [], [])));
        Assert.Equal("invalid", Of((IGetOutcome)invalid));
        Assert.Equal("silent", Of((IGetOutcome)silent));
    }

    [Fact]
    public void Every_reason_has_words_of_its_own()
    {
        var reasons = Enum.GetValues<Undelivered>();

        Assert.Equal(reasons.Length, reasons.Select(Words.Of).Distinct().Count());
        Assert.Equal(Words.Of(Undelivered.TimedOut), Unsent.Detail);
        Assert.Equal(7, Enum.GetValues<StorageRefusal>().Select(Words.Of).Distinct().Count());
        Assert.Equal(5, Enum.GetValues<LookupFailure>().Select(Words.Of).Distinct().Count());
    }

    [Fact]
    public void A_status_prints_what_is_in_its_lists()
    {
        var status = new NodeStatus(
            One, "ring", RingPhase.Member, [One], [Did.Zero], [], 2, ImmutableArray<LinkStatus>.Empty, ["chat/1", "b/1"],
            TimeSpan.FromSeconds(61));

        var text = status.ToString();

        Assert.Contains($"Predecessors = [{One}]", text, StringComparison.Ordinal);
        Assert.Contains("Protocols = [chat/1, b/1], Uptime = 00:01:01", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ImmutableArray", text, StringComparison.Ordinal);
    }

    private static string Of(ISendOutcome outcome) => outcome.Match(_ => "delivered", _ => "mailed", _ => "not sent");

    private static string Of(ISendPlainOutcome outcome) =>
        outcome.Match(_ => "delivered", _ => "handed over", _ => "not sent");

    private static string Of(ILookupOutcome outcome) => outcome.Match(_ => "found", _ => "failed");

    private static string Of(ITraceOutcome outcome) => outcome.Match(_ => "traced", _ => "failed");

    private static string Of(IConnectOutcome outcome) => outcome.Match(_ => "connected", _ => "refused");

    private static string Of(IOfferOutcome outcome) => outcome.Match(_ => "created", _ => "refused");

    private static string Of(IAnswerOutcome outcome) => outcome.Match(_ => "answered", _ => "refused");

    private static string Of(IPutOutcome outcome) =>
        outcome.Match(_ => "stored", _ => "stored locally", _ => "refused", _ => "invalid", _ => "silent");

    private static string Of(IGetOutcome outcome) => outcome.Match(_ => "found", _ => "invalid", _ => "silent");
}

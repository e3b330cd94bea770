using Rings.Host.JsonRpc;
using Rings.Sovereign.GroupDids;

namespace Rings.Host.Groups;

/// <summary>Outcomes, answers and faults in words.</summary>
internal static class GroupWords
{
    /// <summary>The error of an outcome that is none to be glad of.</summary>
    public static JsonRpcException ErrorOf(GroupOutcome outcome) => new(
        outcome switch
        {
            GroupOutcome.Unknown => JsonRpcError.NotFound,
            GroupOutcome.Full => JsonRpcError.Busy,
            GroupOutcome.Invalid or GroupOutcome.WrongSubject => JsonRpcError.InvalidParams,
            GroupOutcome.NotStanding or GroupOutcome.NotKept => JsonRpcError.NotReady,
            _ => JsonRpcError.Refused,
        },
        Of(outcome));

    /// <summary>An outcome.</summary>
    public static string Of(GroupOutcome outcome) => outcome switch
    {
        GroupOutcome.Done => "done",
        GroupOutcome.Ignored => "It was done before.",
        GroupOutcome.Unknown => "There is no such group or request here.",
        GroupOutcome.Full => "There are as many as there may be: wait until some have ended.",
        GroupOutcome.Invalid => "Expected 2 to 32 different members, those who leave counted, a threshold from 2 to their number, a name of 1 to 64 characters, "
            + "this node among the members of a new group, and as many of a group that stands to deal as sign now.",
        GroupOutcome.WrongSubject => "The group cannot sign this: a delegation has to be of its Did and ring and recently drafted; a text has 1 byte to 8 KiB, no "
            + "control characters, and does not begin with 'Rings Network'.",
        GroupOutcome.NotStanding => "The group does not stand yet: rings group show ID says who is missing.",
        GroupOutcome.Decided => "It was decided before, or its time is over.",
        GroupOutcome.NotRunning => "This node does not run for a group.",
        GroupOutcome.NotKept => "The disk takes no writes: nothing was done.",
        _ => "A rule forbids it.",
    };

    /// <summary>What a member did.</summary>
    public static string Of(CeremonyFault fault) => fault switch
    {
        CeremonyFault.WrongFirst => "its commitments do not hold",
        CeremonyFault.WrongSecond => "it has not dealt to all",
        CeremonyFault.SaidTwice => "it said two different things",
        CeremonyFault.WrongShare => "it dealt a wrong share",
        CeremonyFault.FalseComplaint => "it complained of a share that is right",
        _ => "it said nothing in time",
    };

    /// <summary>What a member says to a request; null: nothing yet.</summary>
    public static string Of(GroupAnswer? answer) => answer switch
    {
        null => "has not answered",
        GroupAnswer.Approved => "approves",
        GroupAnswer.Refused => "refuses",
        GroupAnswer.Waiting => "waits for its person",
        GroupAnswer.NoPolicy => "has no policy for renewals",
        GroupAnswer.WrongRenewal => "does not take this renewal",
        GroupAnswer.Full => "has too many requests",
        GroupAnswer.WrongList => "was shown another text",
        _ => "has no more attempts",
    };

    /// <summary>Why there is no signature.</summary>
    public static string Why(SigningRound round)
    {
        var (members, here) = (round.Key.Plan.Members, round.Approvers.Where(index => !round.Silent.Contains(index)).ToList());
        var others = Enumerable.Range(1, members.Length).Where(index => !here.Contains(index)).Select(index =>
            $"{members[index - 1]} {StateOf(round, index)}");
        return $"{here.Count} of the {round.Key.Plan.Threshold} members that are needed sign; {string.Join(", ", others)}";
    }

    /// <summary>How a member stands to a request.</summary>
    public static string StateOf(SigningRound round, int index) =>
        round.Wrong.Contains(index) ? "gave a wrong part and is left out"
        : round.Silent.Contains(index) ? "approves, and is not there"
        : Of(round.Answers.TryGetValue(index, out var answer) ? answer : null);
}

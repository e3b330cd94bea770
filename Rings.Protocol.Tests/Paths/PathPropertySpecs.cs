using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Paths;

/// <summary>S-02, S-03, S-05 and S-10 of paths; and that each rule is needed.</summary>
public sealed class PathPropertySpecs
{
    private static readonly Dictionary<PathRules, Func<PathRules, string?>> NeededBy = new()
    {
        [PathRules.CreditOnArrival] = PathProperties.A_relay_holds_no_more_than_it_promised,
        [PathRules.LabelsRepeat] = PathProperties.Two_paths_of_a_link_are_told_apart,
        [PathRules.WindowsGrowOnBottlenecks] = PathProperties.A_bottleneck_does_not_fill_the_windows_before_it,
        [PathRules.WindowsNeverShrink] = PathProperties.After_a_fall_of_the_rate_what_was_granted_drains,
        [PathRules.LeastWindowIsOnePacket] = PathProperties.No_mixture_of_packets_stops_a_path,
        [PathRules.DataTakesLaneCredit] = PathProperties.Packets_do_not_wait_for_the_credit_of_the_lane,
        [PathRules.OneRound] = PathProperties.Neighbours_share_a_link_evenly,
        [PathRules.NobodyPays] = PathProperties.Who_asks_for_too_much_keeps_nobody_out,
    };

    public static TheoryData<string> Rules =>
        [.. Enum.GetNames<PathRules>().Where(name => name != nameof(PathRules.None))];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_property_that_a_rule_is_for_holds_with_it_and_fails_without(string rule)
    {
        var broken = Enum.Parse<PathRules>(rule);

        Assert.Null(NeededBy[broken](PathRules.None));
        Assert.NotNull(NeededBy[broken](broken));
    }
}

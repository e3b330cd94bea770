using System.Diagnostics;
using Xunit.Abstractions;

namespace Rings.Sovereign.Tests.GroupDids;

public sealed class GroupSearchSpecs(ITestOutputHelper output)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("RINGS_SECRETS_FULL") is not null;

    /// <summary>Each lie in a refresh; with a second change beside it, for <c>.ci/long secrets</c>, all of them.</summary>
    public static TheoryData<string, int> Bounds
    {
        get
        {
            var bounds = new TheoryData<string, int>();
            foreach (var lie in Enum.GetNames<GroupLie>()) bounds.Add(lie, 1);
            foreach (var lie in IsFull ? Enum.GetNames<GroupLie>() : [nameof(GroupLie.Silence)]) bounds.Add(lie, 2);
            return bounds;
        }
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Whatever_comes_when_the_key_is_kept_and_no_honest_member_is_named(string lie, int plans)
    {
        var search = new GroupSearch(Enum.Parse<GroupLie>(lie), plans);
        var clock = Stopwatch.StartNew();

        var loss = search.FindLoss();

        output.WriteLine($"{lie}, {plans} changes: {search.Visited:N0} states in {clock.Elapsed.TotalSeconds:F1} s, {search.Changed:N0} with new shares at all");
        Assert.True(loss is null, string.Join('\n', loss ?? []));
        Assert.Equal(lie is nameof(GroupLie.KeepsNothing) || plans == 2 || lie is nameof(GroupLie.TwoFirsts) or nameof(GroupLie.TwoSeconds), search.Changed > 0);
    }

    [Fact]
    public void Where_k_confirmations_are_enough_the_search_finds_the_loss()
    {
        var search = new GroupSearch(GroupLie.KeepsNothing, 1, plan => plan.Threshold);
        var clock = Stopwatch.StartNew();

        var loss = search.FindLoss();

        output.WriteLine($"{search.Visited:N0} states in {clock.Elapsed.TotalSeconds:F1} s");
        Assert.NotNull(loss);
        output.WriteLine(string.Join('\n', loss));
        Assert.Equal("no version has two honest holders", loss[^1]);
    }
}

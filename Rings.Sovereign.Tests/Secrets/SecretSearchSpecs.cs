using System.Diagnostics;
using Xunit.Abstractions;

namespace Rings.Sovereign.Tests.Secrets;

public sealed class SecretSearchSpecs(ITestOutputHelper output)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("RINGS_SECRETS_FULL") is not null;

    /// <summary>With the first dealing searched, too: half a minute each, for <c>.ci/long secrets</c>.</summary>
    public static TheoryData<int, bool> Bounds => IsFull
        ? new() { { 4, true }, { 3, true }, { 4, false }, { 3, false } }
        : new() { { 4, true }, { 3, true } };

    [Theory] // To 4: a refresh among the same guardians. To 3: one of them is left out.
    [MemberData(nameof(Bounds))]
    public void At_every_moment_k_good_shares_of_one_version_lie_at_honest_guardians(int second, bool isStanding)
    {
        var search = new SecretSearch(second, isStanding);
        var clock = Stopwatch.StartNew();

        var loss = search.FindLoss();

        output.WriteLine($"n = 4, then {second}: {search.Visited:N0} states in {clock.Elapsed.TotalSeconds:F1} s");
        Assert.True(loss is null, string.Join('\n', loss ?? []));
        Assert.InRange(search.MostAtCorrupt(), 1, 1);
    }

    [Theory]
    [InlineData(4, 1u)] // Told that its secret stands, the owner has one honest keeper.
    [InlineData(3, 2u)] // The first version stands rightly; the second ends it too early.
    public void With_a_commit_after_k_answers_the_search_finds_the_loss(int second, uint from)
    {
        var search = new SecretSearch(second, isStanding: from == 2, rule: version =>
            version.Version >= from ? version.Commitments.Threshold : version.KeepersNeeded);
        var clock = Stopwatch.StartNew();

        var loss = search.FindLoss();

        output.WriteLine($"commit after k: {search.Visited:N0} states in {clock.Elapsed.TotalSeconds:F1} s");
        Assert.NotNull(loss);
        output.WriteLine(string.Join('\n', loss));
        Assert.Equal(from == 2, loss.Contains("refresh"));
    }
}

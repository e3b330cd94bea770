namespace Rings.Protocol.Ring;

/// <summary>Every number of the ring, with its unit and default. Immutable; shared by as many rings as like.</summary>
public sealed record RingSettings
{
    /// <summary>The defaults.</summary>
    public static RingSettings Default { get; } = new();

    /// <summary>Entries of the successor list at least; ⌈log2 N⌉ when the size estimate says more. 2 to 32.</summary>
    public int Successors { get; init; } = 4;

    /// <summary>Entries of the successor list at most, whatever the size estimate says. At most 32.</summary>
    public int MaxSuccessors { get; init; } = 20;

    /// <summary>Links that a node means to hold; above it the idlest that no end keeps are closed.</summary>
    public int LinkBudget { get; init; } = 96;

    /// <summary>The share of <see cref="LinkBudget"/> up to which a node opens further long links for shorter routes; 0
    /// for Chord's own links only.</summary>
    public double LongLinkShare { get; init; } = 0.75;

    /// <summary>The shortest time between two rounds: while something changes.</summary>
    public TimeSpan ShortestPace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest time between two rounds: when nothing does.</summary>
    public TimeSpan LongestPace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The pace varies by this share, up and down, so that nodes do not beat in step.</summary>
    public double PaceJitter { get; init; } = 0.2;

    /// <summary>How long an answer over a link, or one step of an iterative look-up, may take.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long it may take at most where earlier answers were slow: the time allowed follows from them.
    /// </summary>
    public TimeSpan LongestAnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt of a recursive look-up may take.</summary>
    public TimeSpan LookupTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts of one look-up, each through another first hop, 1 to 8.</summary>
    public int LookupAttempts { get; init; } = 4;

    /// <summary>
    /// Look-ups of the host that may be open at once; more fail as <see cref="LookupFailure.TooMany"/>.
    /// </summary>
    public int OpenLookups { get; init; } = 4096;

    /// <summary>An owner that lies more than this many mean gaps after the key is doubted: the look-up is tried again
    /// through another first hop, and the nearer answer stands.</summary>
    public double DoubtfulGaps { get; init; } = 8;

    /// <summary>Finger look-ups started in one round; 0 for a ring without fingers.</summary>
    public int FingersPerRound { get; init; } = 3;

    /// <summary>The time after which a whole finger table that has not changed is looked up again.</summary>
    public TimeSpan FingerRefresh { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A node that has contacts but no link to a member for this long becomes a ring of one; jittered up to
    /// twice as long.</summary>
    public TimeSpan JoinPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The shortest time between two tries to meet another ring; jittered up to <see cref="LongestMeeting"/>.
    /// </summary>
    public TimeSpan ShortestMeeting { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time between two tries to meet another ring.</summary>
    public TimeSpan LongestMeeting { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long to wait before a candidate that could not be linked is tried again; doubled with each failure.
    /// </summary>
    public TimeSpan ShortestBackoff { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest such wait.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long <see cref="IRingEffects.Connect"/> may take before the candidate counts as failed.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Candidates remembered at most; the one that has waited longest makes room.</summary>
    public int Candidates { get; init; } = 128;

    /// <summary>A link that carried a message of the host within this time is in use.</summary>
    public TimeSpan InUse { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Meetings of two rings remembered, so that each <c>Bridge</c> is acted on once.</summary>
    public int Meetings { get; init; } = 32;
}

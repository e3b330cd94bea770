namespace Rings.Sovereign.GroupDids;

/// <summary>The bounds of groups. A public table: docs/protocol/9-limits.md.</summary>
internal static class GroupLimits
{
    /// <summary>Groups of a node, those that are being made counted.</summary>
    public const int Groups = 64;

    /// <summary>Plans of others that wait for this node's person.</summary>
    public const int Invitations = 16;

    /// <summary>Changes of one group that a member keeps: the one that stands, and those that might stand yet.</summary>
    public const int ChangesPerGroup = 8;

    /// <summary>Members whose word a running node keeps about who owns its Did now.</summary>
    public const int Cards = 64;

    /// <summary>Requests that a member keeps for one group; what has ended gives way.</summary>
    public const int RequestsPerGroup = 32;

    /// <summary>Requests of one proposer that wait or may be signed, for one group.</summary>
    public const int OpenPerProposer = 4;

    /// <summary>Pairs of nonces that a member holds at once.</summary>
    public const int Nonces = 4;

    /// <summary>Lists that a member answers for one request.</summary>
    public const int Attempts = 10;

    /// <summary>Bytes of a text that is neither delegation nor revocation.</summary>
    public const int MaxText = 8 * 1024;

    /// <summary>Renewals that a policy makes.</summary>
    public const int Renewals = 12;

    /// <summary>Silent members are named after this.</summary>
    public static readonly TimeSpan CeremonyLife = TimeSpan.FromHours(24);

    /// <summary>How long a request may be signed.</summary>
    public static readonly TimeSpan RequestLife = TimeSpan.FromDays(7);

    /// <summary>How long nonces live.</summary>
    public static readonly TimeSpan NonceLife = TimeSpan.FromSeconds(60);

    /// <summary>How long a coordinator waits for a step of an attempt.</summary>
    public static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(10);

    /// <summary>A coordinator asks again those who were not there after this, the wait doubling.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    /// <summary>The longest such wait.</summary>
    public static readonly TimeSpan LastPause = TimeSpan.FromMinutes(10);

    /// <summary>How long a policy lasts.</summary>
    public static readonly TimeSpan PolicyLife = TimeSpan.FromDays(182);

    /// <summary>The longest delegation that a policy signs.</summary>
    public static readonly TimeSpan RenewalLife = TimeSpan.FromDays(14);

    /// <summary>How old a renewal's draft may be.</summary>
    public static readonly TimeSpan RenewalAge = TimeSpan.FromHours(1);
}

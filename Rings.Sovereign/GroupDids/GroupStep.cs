using System.Collections.Immutable;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// What came of one input: the new state, what has to be on disk before anything else happens, and what is sent then. If the
/// disk refuses, nothing has happened: the old state stands and nothing is sent.
/// </summary>
/// <param name="State">The member after it.</param>
/// <param name="Entries">Written first, all of them or none.</param>
/// <param name="Sends">Sent once they are durable.</param>
/// <param name="Outcome">What to tell who asked; for messages from others: what to count.</param>
public sealed record GroupStep(
    GroupMember State, ImmutableArray<SecretEntry> Entries, ImmutableArray<GroupSend> Sends, GroupOutcome Outcome)
{
    /// <summary>This step after another: what that has to write and to send comes first.</summary>
    internal GroupStep Behind(GroupStep before) => this with
    {
        Entries = before.Entries.AddRange(Entries),
        Sends = before.Sends.AddRange(Sends),
    };
}

using System.Collections.Immutable;
using Rings.Protocol.EndToEnd;

namespace Rings.Sovereign.GroupDids;

/// <summary>What came of one input to a ceremony.</summary>
/// <param name="State">The ceremony after it; kept before anything is sent.</param>
/// <param name="Sends">What is sent then.</param>
/// <param name="Outcome">What became of the input.</param>
public sealed record CeremonyStep(KeyCeremony State, ImmutableArray<GroupSend> Sends, GroupOutcome Outcome)
{
    /// <summary>Goes on as far as what is there allows.</summary>
    internal CeremonyStep Advance(RandomBytes random)
    {
        var next = State.Next(random);
        return this with { State = next.State, Sends = Sends.AddRange(next.Sends) };
    }

    /// <summary>Where somebody was named by this step: the evidence goes to all.</summary>
    internal CeremonyStep After(KeyCeremony before) => State.Evidence.Length > before.Evidence.Length
        ? this with { Sends = Sends.AddRange(State.SayEvidence()) }
        : this;
}

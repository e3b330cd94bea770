using System.Collections.Immutable;

namespace Rings.Sovereign.Secrets;

/// <summary>
/// What came of one input: the new state, what has to be on disk before anything else happens, and what is sent then. If the
/// disk refuses, nothing has happened: the old state stands and nothing is sent.
/// </summary>
/// <typeparam name="TState">The machine.</typeparam>
/// <param name="State">The machine after it.</param>
/// <param name="Entries">Written first, all of them or none.</param>
/// <param name="Sends">Sent once they are durable.</param>
/// <param name="Outcome">What to tell who asked; for messages from others: what to count.</param>
public sealed record SecretStep<TState>(
    TState State, ImmutableArray<SecretEntry> Entries, ImmutableArray<SecretSend> Sends, SecretOutcome Outcome);

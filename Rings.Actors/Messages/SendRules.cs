using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>What holds of every message that an application sends, sealed or in the clear.</summary>
internal static class SendRules
{
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromMilliseconds(TransactionView.MaxTtlMs);

    /// <summary>The rule that a command breaks, in words; null: none.</summary>
    public static string? Broken(string protocol, TimeSpan deadline) =>
        !ProtocolName.IsValid(protocol) ? ProtocolName.Rule
        : deadline < ShortestDeadline || deadline > LongestDeadline ? "a deadline is 1 ms to 10 min"
        : null;
}

using System.Collections.Immutable;
using Rings.Protocol.Storage;

namespace Rings.Protocol.EndToEnd;

/// <summary>Where prekeys and mail are kept: three unrelated places each, so that no one owner can withhold them.</summary>
internal static class MailPlaces
{
    /// <summary>The name of the Register with an account's prekey bundle.</summary>
    public const string PrekeysName = "e2e/prekeys";

    /// <summary>The name of the Set with an account's mail, which it owns.</summary>
    public const string MailboxName = "e2e/mailbox";

    /// <summary>Letters of one sender that a mailbox may hold unread: a Set keeps 64 elements of an author.</summary>
    public const int MaxUnread = 48;

    /// <summary>The keys of an account's prekey bundle.</summary>
    public static ImmutableArray<Did> PrekeysOf(Did account) =>
        [.. Places.Select(place => StorageKey.OfRegister(account, PrekeysName, place))];

    /// <summary>The keys of an account's mailbox.</summary>
    public static ImmutableArray<Did> MailboxOf(Did account) =>
        [.. Places.Select(place => StorageKey.OfSet(MailboxName, account, place))];

    private static IEnumerable<int> Places => Enumerable.Range(0, StorageKey.Placements);
}

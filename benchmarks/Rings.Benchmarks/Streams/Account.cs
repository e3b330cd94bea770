using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Benchmarks.Streams;

/// <summary>Who a node of a benchmark is.</summary>
/// <param name="Secret">The account's secret, in hex.</param>
/// <param name="Did">Its Did.</param>
internal sealed record Account(string Secret, Did Did)
{
    /// <summary>
    /// Accounts in the order of one half of the ring, so that of two nodes of a chain the later one is nearer to its end: then
    /// routes follow the chain both ways.
    /// </summary>
    public static IReadOnlyList<Account> Row(int count)
    {
        var row = new SortedDictionary<string, Account>(StringComparer.Ordinal);
        while (row.Count < count)
        {
            var secret = RandomNumberGenerator.GetBytes(32);
            using var key = AccountKey.FromSecret(AccountKind.Ed25519, secret);
            var text = key.Did.ToString().ToLowerInvariant();
            if (text[2] < '8') row[text] = new(Convert.ToHexString(secret), key.Did);
        }

        return [.. row.Values];
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;

namespace Rings.Sovereign.Words;

/// <summary>A secret as words on paper: SLIP-39, with groups and a passphrase.</summary>
/// <remarks>
/// Over GF(256), with checksum and digest in place of commitments: a wrong word is found, a share that somebody made up is
/// not named. Whoever holds enough papers has the secret, whatever guardians hold.
/// </remarks>
public static class PaperShares
{
    /// <summary>The most shares of a group, and the most groups.</summary>
    public const int MaxCount = 16;

    private const byte SecretPlace = 255;
    private const byte DigestPlace = 254;
    private const int DigestBytes = 4;
    private const int IterationExponent = 1;

    /// <summary>Splits a secret.</summary>
    /// <param name="secret">16 or 32 bytes.</param>
    /// <param name="groupThreshold">Groups that are needed, at most as many as there are.</param>
    /// <param name="groups">Of each group how many shares are needed, and how many are made; 1 of 1, or from 2.</param>
    /// <param name="passphrase">Printable ASCII; may be empty.</param>
    /// <param name="random">For identifier and shares.</param>
    /// <returns>Of each group its shares, each of 20 or 33 words.</returns>
    /// <exception cref="ProtocolException">A number or the passphrase is out of its range.</exception>
    public static ImmutableArray<ImmutableArray<string>> Split(
        ReadOnlySpan<byte> secret, int groupThreshold, IReadOnlyList<(int Threshold, int Count)> groups, string passphrase,
        RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(random);
        RequireAscii(passphrase);
        if (secret.Length is not (16 or 32)) throw new ProtocolException("secret", "16 or 32 bytes");
        if (groups.Count is < 1 or > MaxCount || groupThreshold < 1 || groupThreshold > groups.Count)
            throw new ProtocolException("groups", "1 to 16, and a threshold of at most as many");
        if (groups.Any(group => group is not ((1, 1) or ( >= 2, <= MaxCount)) || group.Threshold > group.Count))
            throw new ProtocolException("shares", "2 to 16 with a threshold of at most as many, or 1 of 1");
        Span<byte> drawn = stackalloc byte[2];
        random(drawn);
        var set = new PaperSet(
            ((drawn[0] << 8) | drawn[1]) & 0x7FFF, IsExtendable: true, IterationExponent, groupThreshold, groups.Count);
        var master = PaperCipher.Encrypt(secret, passphrase, set);
        return [.. SplitValue(master, groupThreshold, groups.Count, random).Select((group, place) =>
            SplitValue(group.Value, groups[place].Threshold, groups[place].Count, random)
                .Select(member => new PaperShare(
                    set, group.Place, member.Place, groups[place].Threshold, [.. member.Value]).ToMnemonic())
                .ToImmutableArray())];
    }

    /// <summary>Puts a secret together.</summary>
    /// <param name="mnemonics">As many shares as are needed, no more and no fewer.</param>
    /// <param name="passphrase">Another passphrase gives another secret, without a word.</param>
    /// <exception cref="ProtocolException">A share is wrong, or they do not belong together.</exception>
    public static byte[] Combine(IEnumerable<string> mnemonics, string passphrase)
    {
        RequireAscii(passphrase);
        var shares = mnemonics.Select(PaperShare.Read).ToList();
        if (shares.Count == 0 || shares.Any(share => share.Set != shares[0].Set || share.Value.Length != shares[0].Value.Length))
            throw new ProtocolException("words", "shares of one set: their first two words are the same");
        var (set, groups) = (shares[0].Set, shares.GroupBy(share => share.GroupIndex).ToList());
        if (groups.Count != set.GroupThreshold)
            throw new ProtocolException("words", $"shares of {set.GroupThreshold} groups; these are of {groups.Count}");
        var values = groups.ConvertAll(group => ((byte)group.Key, CombineGroup([.. group])));
        return PaperCipher.Decrypt(CombineValues(values), passphrase, set);
    }

    private static byte[] CombineGroup(List<PaperShare> members)
    {
        var threshold = members[0].MemberThreshold;
        if (members.Any(member => member.MemberThreshold != threshold) || members.Count != threshold)
            throw new ProtocolException("words", $"{threshold} shares of group {members[0].GroupIndex + 1}; these are {members.Count}");
        if (members.DistinctBy(member => member.MemberIndex).Count() != threshold)
            throw new ProtocolException("words", "different shares: one stands twice");
        return CombineValues(members.ConvertAll(member => ((byte)member.MemberIndex, member.Value.ToArray())));
    }

    private static byte[] CombineValues(List<(byte Place, byte[] Value)> points)
    {
        if (points.Count == 1) return points[0].Value;
        var (secret, digest) = (Gf256.Interpolate(points, SecretPlace), Gf256.Interpolate(points, DigestPlace));
        return CryptographicOperations.FixedTimeEquals(digest.AsSpan(0, DigestBytes), Digest(digest[DigestBytes..], secret))
            ? secret
            : throw new ProtocolException("words", "their digest: one of the shares is not of this secret");
    }

    private static List<(byte Place, byte[] Value)> SplitValue(byte[] value, int threshold, int count, RandomBytes random)
    {
        if (threshold == 1) return [.. Enumerable.Range(0, count).Select(place => ((byte)place, value))];
        var shares = Enumerable.Range(0, threshold - 2).Select(place => ((byte)place, Drawn(value.Length, random))).ToList();
        var tail = Drawn(value.Length - DigestBytes, random);
        List<(byte Place, byte[] Value)> given =
            [.. shares, (DigestPlace, [.. Digest(tail, value), .. tail]), (SecretPlace, value)];
        for (var place = threshold - 2; place < count; place++)
            shares.Add(((byte)place, Gf256.Interpolate(given, (byte)place)));
        return shares;
    }

    private static byte[] Digest(byte[] key, byte[] secret) => HMACSHA256.HashData(key, secret)[..DigestBytes];

    private static byte[] Drawn(int length, RandomBytes random)
    {
        var bytes = new byte[length];
        random(bytes);
        return bytes;
    }

    private static void RequireAscii(string passphrase)
    {
        if (passphrase.Any(letter => letter is < ' ' or > '~')) throw new ProtocolException("passphrase", "printable ASCII");
    }
}

using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Secrets;

/// <content>From shares to the secret.</content>
public sealed partial record SecretRecovery
{
    /// <summary>
    /// Puts together any k good shares of one version, and names the guardians that gave something wrong. What comes out is
    /// the secret or nothing: C₀ is on the sheet.
    /// </summary>
    public static Recovered Combine(RecoveryTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var faults = ImmutableDictionary.CreateBuilder<Did, RecoveryFault>();
        var good = new List<(uint Version, ReturnedShare Share)>();
        foreach (var (guardian, part) in task.Parts)
        {
            foreach (var returned in part.Returns)
            {
                if (FaultOf(task.Sheet, returned) is { } fault) faults[guardian] = fault;
                else good.Add((returned.Version, returned.Share!));
            }
        }

        // The latest first: it stands, unless a thief of the session key dealt it.
        var groups = good.GroupBy(one => (one.Version, one.Share.Commitments)).OrderByDescending(group => group.Key.Version)
            .Select(group => group.Select(one => one.Share).DistinctBy(share => share.Index).ToList()).ToList();
        foreach (var shares in groups.Where(shares => shares.Count >= shares[0].Commitments.Threshold))
        {
            if (Open(task.Sheet, shares) is { } secret)
                return new(secret, shares[0].Mode, shares.Count, shares[0].Commitments.Threshold, faults.ToImmutable());
        }

        var most = groups.MaxBy(shares => shares.Count);
        return new(
            null, null, most?.Count ?? 0, most?[0].Commitments.Threshold ?? task.Sheet.Threshold, faults.ToImmutable());
    }

    private static RecoveryFault? FaultOf(RecoverySheet sheet, SecretMessage.Return returned)
    {
        if (returned.Share is not { } share) return RecoveryFault.Damaged;
        if (!share.IsSound) return RecoveryFault.WrongShare;
        return RecoverySheet.CheckOf(share.Commitments) == sheet.Check
            && (share.Mode == SecretMode.Sealed || share.Commitments.AreOfKeyOf(sheet.Owner))
            ? null
            : RecoveryFault.OtherSecret;
    }

    private static byte[]? Open(RecoverySheet sheet, List<ReturnedShare> shares)
    {
        var number = Feldman.Combine(
            shares.Take(shares[0].Commitments.Threshold).Select(share => (share.Index, share.Share)).ToList());
        if (!Secp256k1Point.OfSecret(number).Equals(shares[0].Commitments.Secret)) return null;
        return shares[0].Mode == SecretMode.Key
            ? number.ToByteArray()
            : shares.Select(share => SealedPayload.Open(number, share.Sealed.AsSpan(), sheet.Owner, sheet.Id))
                .FirstOrDefault(payload => payload is not null);
    }
}

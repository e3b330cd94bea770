using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Tests.Processes;

/// <summary>Changes a share as a thief of the disk could, who has the key that lies beside it.</summary>
internal static class AlteredShare
{
    public static void Write(string folder, Did owner, SecretId id) => SecretsDisk.Change(
        folder, "secrets.db", SecretEntryKind.Kept, [.. owner.ToByteArray(), .. id.ToByteArray()], value =>
        {
            // The share is field 8 of the deal, 32 bytes, behind the last commitment (field 7, 33 bytes).
            var share = Enumerable.Range(0, value.Length - 69).Single(at => value[at] == ((7 << 3) | 2) && value[at + 1] == 33
                && value[at + 35] == ((8 << 3) | 2) && value[at + 36] == 32) + 37;
            value[share + 31] ^= 1;
        });
}

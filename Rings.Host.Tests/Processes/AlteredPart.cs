using Rings.Sovereign.Secrets;

namespace Rings.Host.Tests.Processes;

/// <summary>Changes a member's share of a group's key on its disk, so that its parts of signatures are wrong.</summary>
internal static class AlteredPart
{
    public static void Write(string folder, SecretId group) =>
        SecretsDisk.Change(folder, "groups.db", SecretEntryKind.Group, group.ToByteArray(), value =>
        {
            // The index is field 2, a number below 128; the share field 3, 32 bytes, behind it.
            var share = Enumerable.Range(0, value.Length - 35).Last(at =>
                value[at] == (2 << 3) && value[at + 2] == ((3 << 3) | 2) && value[at + 3] == 32) + 4;
            value[share] ^= 1;
        });
}

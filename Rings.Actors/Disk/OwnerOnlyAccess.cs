using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Rings.Actors.Disk;

/// <summary>Windows' access lists that let in the owner alone, as modes 0600 and 0700 do elsewhere.</summary>
/// <remarks>
/// An edge: reads and writes access lists. The system and its administrators are let in too, for they reach every file anyway.
/// Folders hand their list on to what is made in them.
/// </remarks>
internal static class OwnerOnlyAccess
{
    /// <summary>Whoever the file belongs to.</summary>
    public const string OwnerRights = "S-1-3-4";

    private const string System = "S-1-5-18";
    private const string Administrators = "S-1-5-32-544";

    /// <summary>Whether a list lets in no one else.</summary>
    /// <param name="owners">The identifiers of the owner: of the account, and of whom the file belongs to.</param>
    /// <param name="rules">Whom each rule is for, and whether it allows anything; what forbids lets in no one.</param>
    public static bool IsPrivate(IReadOnlyCollection<string> owners, IEnumerable<(string Who, bool Allows)> rules) =>
        rules.All(rule => !rule.Allows || rule.Who is OwnerRights or System or Administrators || owners.Contains(rule.Who));

    /// <summary>Whether no one else may use a file.</summary>
    /// <exception cref="IOException">The file is not there.</exception>
    [SupportedOSPlatform("windows")]
    public static bool IsPrivate(string path)
    {
        var list = new FileInfo(path).GetAccessControl(AccessControlSections.Access | AccessControlSections.Owner);
        string[] owners = [Self().Value, list.GetOwner(typeof(SecurityIdentifier))?.Value ?? ""];
        return IsPrivate(owners, list.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier))
            .Cast<FileSystemAccessRule>().Select(rule => (rule.IdentityReference.Value, rule.AccessControlType == AccessControlType.Allow)));
    }

    /// <summary>Makes a file that is not there yet.</summary>
    /// <exception cref="IOException">It is there, or cannot be made.</exception>
    [SupportedOSPlatform("windows")]
    public static FileStream Create(string path)
    {
        var list = new FileSecurity();
        list.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        list.AddAccessRule(new(Self(), FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(path).Create(
            FileMode.CreateNew, FileSystemRights.Write | FileSystemRights.Read, FileShare.None, bufferSize: 4096, FileOptions.None, list);
    }

    /// <summary>Makes a folder, and those above it as the system makes any; one that is there stays as it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    [SupportedOSPlatform("windows")]
    public static void CreateFolder(string path)
    {
        var folder = new DirectoryInfo(path);
        if (folder.Exists) return;
        folder.Parent?.Create();
        var list = new DirectorySecurity();
        list.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        list.AddAccessRule(new(
            Self(), FileSystemRights.FullControl, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None,
            AccessControlType.Allow));
        folder.Create(list);
    }

    [SupportedOSPlatform("windows")]
    private static SecurityIdentifier Self()
    {
        using var self = WindowsIdentity.GetCurrent();
        return self.User ?? throw new UnauthorizedAccessException("this account has no identifier");
    }
}

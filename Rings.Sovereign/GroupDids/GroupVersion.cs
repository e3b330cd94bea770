using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>The shares of a group that one plan made, or is to make.</summary>
/// <param name="Group">The group.</param>
/// <param name="Version">0: of the key's generation; each change has a higher one.</param>
public readonly record struct GroupVersion(SecretId Group, int Version);

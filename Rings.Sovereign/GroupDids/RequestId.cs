using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>A request, by its group and its own name.</summary>
/// <param name="Group">The plan's id.</param>
/// <param name="Request">The request's.</param>
public readonly record struct RequestId(SecretId Group, SecretId Request);

namespace Rings.Protocol.Tests;

/// <summary>A test over the Wycheproof sets, skipped visibly where the folder with them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WycheproofFactAttribute : FactAttribute
{
    public WycheproofFactAttribute()
    {
        if (Wycheproof.Folder is null) Skip = "The Wycheproof sets are missing: ../shared/vectors/wycheproof.";
    }
}

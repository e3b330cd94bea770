namespace Rings.Protocol.Tests.Identity;

/// <summary>A test of what the oracles signed, skipped visibly unless the oracle job names their file.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OracleFactAttribute : FactAttribute
{
    /// <summary>The variable that names the file.</summary>
    public const string Variable = "RINGS_ORACLES";

    public OracleFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) Skip = "Run by .ci/jobs/oracles.";
    }
}

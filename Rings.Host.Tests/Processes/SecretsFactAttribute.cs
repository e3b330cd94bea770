namespace Rings.Host.Tests.Processes;

/// <summary>A test of seven processes, which has a job of its own: <c>.ci/jobs/secrets</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SecretsFactAttribute : FactAttribute
{
    public SecretsFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("RINGS_SECRETS_E2E") is null) Skip = "run by .ci/jobs/secrets";
    }
}

namespace Rings.Transport.Tests.Turn;

/// <summary>
/// A test that needs coturn: skipped, and seen to be, unless RINGS_TURN names where it listens, as "127.0.0.1:3478",
/// with
/// the user "rings" and the password "secret".
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TurnTheoryAttribute : TheoryAttribute
{
    public TurnTheoryAttribute()
    {
        if (Server is null) Skip = "RINGS_TURN does not name a TURN server (.ci/jobs/turn starts one)";
    }

    public static string? Server => Environment.GetEnvironmentVariable("RINGS_TURN");
}

using System.Security.Cryptography.X509Certificates;

namespace Rings.Transport.Tests.Turn;

/// <summary>
/// A test that needs coturn: skipped, and seen to be, unless RINGS_TURN names where it listens, as "127.0.0.1:3478",
/// with the user "rings" and the password "secret"; RINGS_TURN_TLS where it does over TLS, and RINGS_TURN_CA the file of a
/// certificate that its own leads to.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TurnTheoryAttribute : TheoryAttribute
{
    public TurnTheoryAttribute()
    {
        if (Server is null) Skip = "RINGS_TURN does not name a TURN server (.ci/jobs/turn starts one)";
    }

    public static string? Server => Environment.GetEnvironmentVariable("RINGS_TURN");

    public static string? TlsServer => Environment.GetEnvironmentVariable("RINGS_TURN_TLS");

    public static X509Certificate2 Authority =>
        X509CertificateLoader.LoadCertificateFromFile(Environment.GetEnvironmentVariable("RINGS_TURN_CA")!);
}

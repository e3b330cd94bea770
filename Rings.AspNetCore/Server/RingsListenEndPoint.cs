using System.Net;

namespace Rings.AspNetCore.Server;

/// <summary>Where a server listens for those callers of a service who speak one version of HTTP.</summary>
/// <param name="intake">Takes them all.</param>
/// <param name="version">Which of them.</param>
internal sealed class RingsListenEndPoint(RingsIntake intake, HttpVersionSpoken version) : EndPoint
{
    public RingsIntake Intake => intake;

    public HttpVersionSpoken Version => version;

    public override string ToString() => intake.What;
}

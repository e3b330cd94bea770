namespace Rings.Sovereign.Tests.Actors;

/// <summary>The system of specs whose clock stands still: probes wait as long as a busy machine needs.</summary>
internal static class TestSystem
{
    public const string Config = """
        akka {
          loglevel = WARNING
          scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
          test { default-timeout = 20s, single-expect-default = 20s, filter-leeway = 20s }
        }
        """;
}

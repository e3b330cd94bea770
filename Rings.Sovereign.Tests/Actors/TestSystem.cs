namespace Rings.Sovereign.Tests.Actors;

/// <summary>The systems of specs: probes wait as long as a busy machine needs.</summary>
internal static class TestSystem
{
    /// <summary>One whose timers run by the machine's clock.</summary>
    public const string Real = "akka { loglevel = ERROR, test { default-timeout = 20s, single-expect-default = 20s } }";

    /// <summary>One whose timers fire when the test lets time pass.</summary>
    public const string Config = """
        akka {
          loglevel = WARNING
          scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
          test { default-timeout = 20s, single-expect-default = 20s, filter-leeway = 20s }
        }
        """;
}

using Akka.Configuration;

namespace Rings.Browser.Akka;

/// <summary>The settings of an actor system on a browser's one thread.</summary>
internal static class BrowserAkka
{
    /// <summary>The configuration of a system that says so much on the page's console.</summary>
    /// <param name="level">A level as Akka names it: <c>ERROR</c>, <c>WARNING</c>, <c>INFO</c>, <c>DEBUG</c>.</param>
    public static Config ConfigAt(string level) => ConfigurationFactory.ParseString($$"""
        akka {
          scheduler.implementation = "Rings.Browser.Akka.BrowserScheduler, Rings.Browser"
          stdout-logger-class = "Rings.Browser.Akka.BrowserLogger, Rings.Browser"
          loggers = ["Rings.Browser.Akka.BrowserLogger, Rings.Browser"]
          stdout-loglevel = {{level}}
          loglevel = {{level}}
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          actor.serializers.json = "Rings.Actors.Serialization.NothingSerialized, Rings.Actors"
        }
        """);
}

using Akka.Actor;
using Akka.Event;

namespace Rings.Actors.Serialization;

/// <summary>Tells the log what was refused of other members of the cluster, once a minute at most. Several threads ask.</summary>
/// <param name="system">Its log. Serializers are made before it is whole, so it is asked late.</param>
internal sealed class RefusalLog(ActorSystem system)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private long _toldAt;

    /// <summary>Says what was refused, unless something was said within the last minute.</summary>
    /// <param name="format">The words, with <c>{0}</c> for the name.</param>
    /// <param name="name">What the bytes named.</param>
    public void Tell(string format, string name)
    {
        var now = system.Scheduler.Now.UtcTicks;
        var told = Interlocked.Read(ref _toldAt);
        var isQuiet = now >= told && now < told + Silence.Ticks;
        if (!isQuiet && Interlocked.CompareExchange(ref _toldAt, now, told) == told)
            Logging.GetLogger(system, typeof(RingsNodeSerializer)).Warning(format, name);
    }
}

using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Public;
using static Rings.Actors.Streams.StreamProtocol;

namespace Rings.Actors.Streams;

/// <summary>
/// Asks all sets of a node for their streams. A set that does not answer in time, because it has just ended, is left out.
/// </summary>
internal sealed class StreamCensus : Collector
{
    private readonly ImmutableArray<StreamStatus>.Builder _streams = ImmutableArray.CreateBuilder<StreamStatus>();
    private readonly int _sets;
    private readonly IActorRef _replyTo;
    private int _answers;
    private int _total;

    public StreamCensus(ImmutableArray<IActorRef> sets, TimeSpan patience, IActorRef replyTo)
        : base(patience)
    {
        (_sets, _replyTo) = (sets.Length, replyTo);
        foreach (var set in sets) set.Tell(DescribeStreams.Instance);
    }

    protected override bool IsWhole => _answers == _sets;

    /// <param name="sets">Those that keep streams.</param>
    /// <param name="patience">How long they may take.</param>
    /// <param name="replyTo">Who gets <see cref="OpenStreams"/>.</param>
    public static Props Props(ImmutableArray<IActorRef> sets, TimeSpan patience, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new StreamCensus(sets, patience, replyTo));

    protected override void Take(object message)
    {
        if (message is not StreamsDescribed described) return;
        _total += described.Total;
        _streams.AddRange(described.Streams.Take(OpenStreams.Most - _streams.Count));
        _answers++;
    }

    protected override void Answer() => _replyTo.Tell(new OpenStreams(_streams.ToImmutable(), _total), Context.Parent);
}

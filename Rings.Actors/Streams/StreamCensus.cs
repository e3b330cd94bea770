using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Public;
using static Rings.Actors.Streams.StreamProtocol;

namespace Rings.Actors.Streams;

/// <summary>
/// Asks all sets of a node for their streams, answers once, and stops. A set that does not answer in time, because it has
/// just ended, is left out.
/// </summary>
internal sealed class StreamCensus : UntypedActor, IWithTimers
{
    private readonly ImmutableArray<StreamStatus>.Builder _streams = ImmutableArray.CreateBuilder<StreamStatus>();
    private readonly ImmutableArray<IActorRef> _sets;
    private readonly TimeSpan _patience;
    private readonly IActorRef _replyTo;
    private int _answers;
    private int _total;

    public StreamCensus(ImmutableArray<IActorRef> sets, TimeSpan patience, IActorRef replyTo) =>
        (_sets, _patience, _replyTo) = (sets, patience, replyTo);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="sets">Those that keep streams.</param>
    /// <param name="patience">How long they may take.</param>
    /// <param name="replyTo">Who gets <see cref="OpenStreams"/>.</param>
    public static Props Props(ImmutableArray<IActorRef> sets, TimeSpan patience, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new StreamCensus(sets, patience, replyTo));

    protected override void PreStart()
    {
        Timers.StartSingleTimer(Deadline.Instance, Deadline.Instance, _patience);
        foreach (var set in _sets) set.Tell(DescribeStreams.Instance);
        if (_sets.IsEmpty) Answer();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StreamsDescribed described:
                _total += described.Total;
                _streams.AddRange(described.Streams.Take(OpenStreams.Most - _streams.Count));
                if (++_answers == _sets.Length) Answer();
                break;

            case Deadline:
                Answer();
                break;
        }
    }

    private void Answer()
    {
        _replyTo.Tell(new OpenStreams(_streams.ToImmutable(), _total), Context.Parent);
        Context.Stop(Self);
    }

    private sealed record Deadline : INoSerializationVerificationNeeded
    {
        public static readonly Deadline Instance = new();
    }
}

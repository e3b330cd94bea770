using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Sovereign.Actors.Proofs;

/// <summary>
/// Reads once in an issuer's record which of its trees of credentials count, from a quorum, tells its parent, and stops. Nothing counts
/// where the record cannot be read.
/// </summary>
/// <remarks>
/// <code>
/// Reading --IGetOutcome or 30 s--> stopped
/// </code>
/// </remarks>
internal sealed class RootReader : UntypedActor, IWithTimers
{
    /// <summary>How long the node may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IActorRef _node;
    private readonly Did _issuer;
    private readonly string _name;
    private readonly SecretId _for;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public RootReader(IActorRef node, Did issuer, string name, SecretId @for) => (_node, _issuer, _name, _for) = (node, issuer, name, @for);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">The node that reads.</param>
    /// <param name="issuer">Whose record.</param>
    /// <param name="name">What the issuer calls its tree.</param>
    /// <param name="for">The request or the wish that waits for it.</param>
    public static Props Props(IActorRef node, Did issuer, string name, SecretId @for) =>
        Akka.Actor.Props.Create(() => new RootReader(node, issuer, name, @for));

    protected override void PreStart()
    {
        Timers.StartSingleTimer(ReadingOver.Instance, ReadingOver.Instance, Patience);
        _node.Tell(new GetRegister(_issuer, CredentialTree.RecordOf(_name)));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IGetOutcome outcome:
                Tell(outcome.Match(found: Read, invalid: _ => [], silent: _ => []));
                break;

            case ReadingOver:
                Tell([]);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private ImmutableArray<Bytes32> Read(RecordsFound found)
    {
        if (!found.IsFinal || found.Records is not [var record, ..]) return [];
        try
        {
            return CredentialRoots.Read(record.Value);
        }
        catch (ProtocolException wrong)
        {
            _log.Warning("The record of credentials '{Name}' of {Issuer} is no root: {Wrong}", _name, _issuer, wrong.Message);
            return [];
        }
    }

    private void Tell(ImmutableArray<Bytes32> roots)
    {
        Context.Parent.Tell(new RootsRead(_for, roots));
        Context.Stop(Self);
    }

    /// <summary>Which trees count.</summary>
    /// <param name="For">The request or the wish that waits for it.</param>
    /// <param name="Roots">Their ids; none: the record could not be read, or there is none.</param>
    public sealed record RootsRead(SecretId For, ImmutableArray<Bytes32> Roots) : INoSerializationVerificationNeeded;

    private sealed record ReadingOver : INoSerializationVerificationNeeded
    {
        public static readonly ReadingOver Instance = new();
    }
}

using Akka.Actor;
using Akka.Event;
using Rings.Actors.Peers;
using Rings.Protocol;
using Rings.Protocol.Links;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.DiallingProtocol;
using static Rings.Actors.Links.LinkProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Links;

/// <content>Finding company over HTTP: seeds and remembered peers.</content>
internal sealed partial class LinkManager
{
    /// <summary>By then a seed that works has led to a link; whoever started the node still looks.</summary>
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(5);

    private void Dialling(object message)
    {
        switch (message)
        {
            case Begin:
                if (!_node.Settings.Seeds.IsEmpty) Timers.StartSingleTimer(JoinIsLate.Instance, JoinIsLate.Instance, JoinPatience);
                DialCompany();
                break;

            case JoinIsLate:
                if (_book.StandingCount == 0 && _closingFor is null) TellOfNoLink();
                break;

            case LinkProtocol.Meet:
                if (_company.Meeting(_book.IsStranger) is { } somebody) DialContact(somebody, null);
                break;

            case CompanyDue:
                if (_book.StandingCount == 0) DialCompany();
                break;

            case Redial redial:
                _book.RedialDue(redial.Peer, _node.Now);
                break;

            case ContactNamed named:
                Named(named);
                break;

            case ContactAnswered answered:
                Accept(answered.Link, answered.Answer);
                break;

            case ContactFailed failed:
                ContactRefused(failed);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void DialCompany()
    {
        foreach (var address in _company.Next(_book.StandingCount > 0, _book.IsStranger)) DialContact(address, null);
        LookForCompany();
    }

    /// <summary>Without any link seeds and remembered peers are asked again and again, ever less often.</summary>
    private void LookForCompany()
    {
        if (!_company.IsKnown || _closingFor is not null) return;
        if (_book.StandingCount > 0) _company.Found();
        else if (!Timers.IsTimerActive(CompanyDue.Instance))
            Timers.StartSingleTimer(CompanyDue.Instance, CompanyDue.Instance, _company.Wait());
    }

    /// <summary>A peer says where it listens: remembered, that it can be dialled when no ring leads to it.</summary>
    private void NoteListener(PeerListens listens)
    {
        if (_calls.AddressOf(listens.RemoteCandidate, listens.Port) is { } address)
            Context.Parent.Tell(new PeerBookProtocol.Reached(listens.Peer, address, Announced: true));
    }

    private void DialContact(Uri address, IActorRef? asker)
    {
        var named = address.Fragment.TrimStart('#');
        if (named.Length > 0)
        {
            Self.Tell(new ContactNamed(address, named, asker));
            return;
        }

        _calls.NodeDidAsync(address).PipeTo(
            Self,
            Self,
            did => new ContactNamed(address, did, asker),
            thrown => new ContactFailed(address, null, asker, thrown.Message));
    }

    private void Named(ContactNamed named)
    {
        if (!Did.TryParse(named.Did, null, out var did))
            ContactRefused(new(named.Address, null, named.Asker, $"'{named.Did}' is not a Did"));
        else if (did == _node.Self)
            named.Asker?.Tell(new LinkRefused(did, LinkFailure.Invalid, "the seed is this node itself"));
        else
            _book.Dial(did, new LinkWay.ToContact(named.Address), named.Asker, _node.Now);
    }

    private void AskContact(LinkNumber link, Uri address, byte[] offer) =>
        _calls.AnswerOfferAsync(address, offer).PipeTo(
            Self,
            Self,
            answer => new ContactAnswered(link, answer),
            thrown => new ContactFailed(address, link, null, thrown.Message));

    /// <summary>The first seconds are over, and no seed has led to a link.</summary>
    private void TellOfNoLink()
    {
        foreach (var seed in _company.Silent.ToList())
            _company.Note(seed, _book.HasAnswered(seed) ? SeedAdvice.StaysConnecting : SeedAdvice.Silent, _log);
        _log.Warning("No seed has led to a link: this node began a ring of its own. It asks on, and joins when one answers");
        Context.Parent.Tell(new JoiningFailed(_company.Troubles));
    }

    private void ContactRefused(ContactFailed failed)
    {
        if (_closingFor is null) _company.Note(failed.Address, failed.Reason, _log);
        if (failed.Link is { } link) Fail(link, LinkFailure.Unreachable, failed.Reason);
        else failed.Asker?.Tell(new LinkRefused(null, LinkFailure.Unreachable, failed.Reason));
        LookForCompany();
    }
}

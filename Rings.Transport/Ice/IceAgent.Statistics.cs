namespace Rings.Transport.Ice;

/// <summary>Tells how the agent got to where it is.</summary>
internal sealed partial class IceAgent
{
    /// <summary>How it got to where it is.</summary>
    public IceStatistics GetStatistics() => new()
    {
        State = State,
        Role = _role,
        Local = _selected?.Local,
        Remote = _selected?.Remote.Candidate,
        Locals = [.. _locals],
        Remotes = [.. _remotes.Select(remote => remote.Candidate)],
        RoundTrip = _selected?.RoundTrip,
        ChecksSent = _checksSent,
        AnswersReceived = _answersReceived,
        RequestsReceived = _requestsReceived,
        Dropped = _dropped,
        RemoteLeftOut = _leftOut,
        Pairs = [.. _list.Pairs.Select(pair => pair.ToString())],
    };
}

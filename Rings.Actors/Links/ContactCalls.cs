using Rings.Actors.Context;

namespace Rings.Actors.Links;

/// <summary>Calls to seeds and remembered peers, each with a deadline; all end when the node does.</summary>
/// <param name="node">What the node's actors share.</param>
/// <param name="seeds">Speaks to them.</param>
internal sealed class ContactCalls(NodeContext node, ISeedClient seeds) : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();

    /// <summary>Asks who answers at an address.</summary>
    public Task<string> NodeDidAsync(Uri address) => WithDeadline(cancel => seeds.NodeDidAsync(address, cancel));

    /// <summary>Takes an offer to an address.</summary>
    public Task<byte[]> AnswerOfferAsync(Uri address, byte[] offer) =>
        WithDeadline(cancel => seeds.AnswerOfferAsync(address, offer, cancel));

    /// <summary>The address at which a linked peer answers offers; null: unknown.</summary>
    public Uri? AddressOf(string? remoteCandidate, ushort port) =>
        remoteCandidate is null ? null : seeds.AddressOf(remoteCandidate, port);

    /// <summary>An address without the Did that was asked for there.</summary>
    public static Uri WithoutFragment(Uri address) => new(address.GetLeftPart(UriPartial.Query));

    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private async Task<T> WithDeadline<T>(Func<CancellationToken, Task<T>> ask)
    {
        using var deadline = new CancellationTokenSource(node.Settings.Links.SeedTimeout, node.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopped.Token);
        return await ask(both.Token).ConfigureAwait(false);
    }
}

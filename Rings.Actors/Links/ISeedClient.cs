namespace Rings.Actors.Links;

/// <summary>Speaks to seeds: nodes whose public address is known. The way to a first link.</summary>
public interface ISeedClient
{
    /// <summary>Asks a seed for its Did.</summary>
    /// <param name="seed">Its public address.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The Did in text.</returns>
    /// <exception cref="SeedException">The seed cannot be reached, or does not answer as a node does.</exception>
    Task<string> NodeDidAsync(Uri seed, CancellationToken cancel);

    /// <summary>Carries an offer to a seed and its answer back.</summary>
    /// <param name="seed">Its public address.</param>
    /// <param name="offer">A <c>SignedObject</c> that holds a <c>LinkOffer</c>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>A <c>SignedObject</c> that holds a <c>LinkAnswer</c>.</returns>
    /// <exception cref="SeedException">The seed cannot be reached, or refuses the offer.</exception>
    Task<byte[]> AnswerOfferAsync(Uri seed, byte[] offer, CancellationToken cancel);

    /// <summary>
    /// Where a peer can be asked that says it listens at a port of the address that its link leads to.
    /// </summary>
    /// <param name="remoteCandidate">That address as the transport says it, such as <c>192.0.2.7:4444 Host</c>.</param>
    /// <param name="port">The port of its listener.</param>
    /// <returns>The address without a fragment; null where this is none that could be asked, as it is unless said
    /// otherwise.</returns>
    Uri? AddressOf(string remoteCandidate, ushort port) => null;
}

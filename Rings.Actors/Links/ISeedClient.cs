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
}

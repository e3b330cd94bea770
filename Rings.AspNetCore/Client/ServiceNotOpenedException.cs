using Rings.Actors.Public;

namespace Rings.AspNetCore.Client;

/// <summary>A service could not be used. <see cref="HttpClient"/> has it within its own exception.</summary>
/// <param name="outcome">What became of the stream; null: the host is none of a ring.</param>
/// <param name="why">Why, as a clause with what to do.</param>
public sealed class ServiceNotOpenedException(IStreamOpenOutcome? outcome, string why) : IOException(why)
{
    /// <summary>What became of the stream; null: the host is none of a ring.</summary>
    public IStreamOpenOutcome? Outcome { get; } = outcome;
}

using Rings.Protocol.Streams;

namespace Rings.Actors.Public;

/// <summary>
/// What becomes of <see cref="IRingsStreams.OpenStreamAsync"/>: <see cref="StreamOpened"/>, <see cref="StreamRefused"/> or
/// <see cref="StreamNotOpened"/>.
/// </summary>
public interface IStreamOpenOutcome : RingsNodeProtocol.IReply
{
    /// <summary>The value of the one function that is for what came.</summary>
    T Match<T>(Func<StreamOpened, T> opened, Func<StreamRefused, T> refused, Func<StreamNotOpened, T> notOpened);
}

/// <summary>The stream is open, and the caller's to dispose of.</summary>
/// <param name="Stream">The stream.</param>
public sealed record StreamOpened(RingsStream Stream) : IStreamOpenOutcome
{
    T IStreamOpenOutcome.Match<T>(
        Func<StreamOpened, T> opened, Func<StreamRefused, T> refused, Func<StreamNotOpened, T> notOpened) => opened(this);
}

/// <summary>The other end was reached and said no.</summary>
/// <param name="Code">Its reason: one of <see cref="StreamCode"/>, or the application's.</param>
/// <param name="Detail">The reason in words.</param>
public sealed record StreamRefused(long Code, string Detail) : IStreamOpenOutcome
{
    T IStreamOpenOutcome.Match<T>(
        Func<StreamOpened, T> opened, Func<StreamRefused, T> refused, Func<StreamNotOpened, T> notOpened) => refused(this);
}

/// <summary>The other end was not reached, or was not asked.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">Why, in a sentence with what to do.</param>
public sealed record StreamNotOpened(StreamOpenFailure Reason, string Detail) : IStreamOpenOutcome
{
    T IStreamOpenOutcome.Match<T>(
        Func<StreamOpened, T> opened, Func<StreamRefused, T> refused, Func<StreamNotOpened, T> notOpened) => notOpened(this);
}

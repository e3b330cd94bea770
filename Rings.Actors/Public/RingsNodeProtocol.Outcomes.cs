namespace Rings.Actors.Public;

/// <content>
/// All that may come of each command. A reply may belong to several of these: a failure that two commands share is one
/// type. <c>Match</c> takes a function for each of them, so that the compiler says which one is not dealt with; and since
/// an implementation has to call one of them, nothing else can ever come.
/// </content>
public static partial class RingsNodeProtocol
{
    /// <summary>
    /// What becomes of <see cref="Send"/>: <see cref="Delivered"/>, <see cref="Mailed"/> or <see cref="NotSent"/>.
    /// </summary>
    public interface ISendOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<Delivered, T> delivered, Func<Mailed, T> mailed, Func<NotSent, T> notSent);
    }

    /// <summary>
    /// What becomes of <see cref="SendPlain"/>: <see cref="Delivered"/>, <see cref="HandedOver"/> or
    /// <see cref="NotSent"/>.
    /// </summary>
    public interface ISendPlainOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<Delivered, T> delivered, Func<HandedOver, T> handedOver, Func<NotSent, T> notSent);
    }

    /// <summary>What becomes of <see cref="Lookup"/>: <see cref="LookupDone"/> or <see cref="LookupFailed"/>.</summary>
    public interface ILookupOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<LookupDone, T> found, Func<LookupFailed, T> failed);
    }

    /// <summary>What becomes of <see cref="Trace"/>: <see cref="Traced"/> or <see cref="LookupFailed"/>.</summary>
    public interface ITraceOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<Traced, T> traced, Func<LookupFailed, T> failed);
    }

    /// <summary>
    /// What becomes of <see cref="Connect"/>, <see cref="ConnectSeed"/> and <see cref="AcceptAnswer"/>:
    /// <see cref="Connected"/> or <see cref="LinkRefused"/>.
    /// </summary>
    public interface IConnectOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<Connected, T> connected, Func<LinkRefused, T> refused);
    }

    /// <summary>
    /// What becomes of <see cref="CreateOffer"/>: <see cref="OfferCreated"/> or <see cref="LinkRefused"/>.
    /// </summary>
    public interface IOfferOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<OfferCreated, T> created, Func<LinkRefused, T> refused);
    }

    /// <summary>
    /// What becomes of <see cref="AnswerOffer"/>: <see cref="OfferAnswered"/> or <see cref="LinkRefused"/>.
    /// </summary>
    public interface IAnswerOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<OfferAnswered, T> answered, Func<LinkRefused, T> refused);
    }

    /// <summary>What becomes of <see cref="WithdrawLetter"/>: <see cref="LetterWithdrawn"/> or <see cref="LetterStays"/>.</summary>
    public interface IWithdrawOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<LetterWithdrawn, T> withdrawn, Func<LetterStays, T> stays);
    }

    /// <summary>
    /// What becomes of an <see cref="IRecordCommand"/>: <see cref="RecordStored"/>,
    /// <see cref="RecordStoredLocally"/>, <see cref="RecordRefused"/>, <see cref="RecordInvalid"/> or
    /// <see cref="OwnerSilent"/>.
    /// </summary>
    public interface IPutOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(
            Func<RecordStored, T> stored, Func<RecordStoredLocally, T> storedLocally, Func<RecordRefused, T> refused, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent);
    }

    /// <summary>
    /// What becomes of an <see cref="IRecordQuery"/>: <see cref="RecordsFound"/>, <see cref="RecordInvalid"/> or
    /// <see cref="OwnerSilent"/>.
    /// </summary>
    public interface IGetOutcome : IReply
    {
        /// <summary>The value of the one function that is for what came.</summary>
        T Match<T>(Func<RecordsFound, T> found, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent);
    }
}

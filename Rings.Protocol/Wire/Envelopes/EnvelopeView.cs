namespace Rings.Protocol.Wire;

/// <summary>
/// An envelope seen through the bytes of its frame: nothing is copied, and nothing of the body is looked at.
/// Relays and destinations read it alike.
/// </summary>
/// <remarks>
/// The head has one form: route (33 bytes, more only by unknown fields), slot, delegation if any, transaction,
/// signature. Anything else is refused, so two nodes never see two meanings in the same bytes.
/// </remarks>
internal ref struct EnvelopeView
{
    /// <summary>Delegation slots of a link, lane and direction.</summary>
    public const int Slots = 64;

    /// <summary>The longest delegation, in bytes.</summary>
    public const int MaxDelegationBytes = 512;

    /// <summary>Bytes of the signature.</summary>
    public const int SignatureBytes = 64;

    internal const int RouteField = 1;
    internal const int SlotField = 2;
    internal const int DelegationField = 3;
    internal const int TransactionField = 4;
    internal const int SignatureField = 5;

    /// <summary>The whole frame.</summary>
    public ReadOnlySpan<byte> Frame { get; private set; }

    /// <summary>Where it is going.</summary>
    public Route Route { get; private set; }

    /// <summary>The delegation slot, 0 to 63.</summary>
    public int Slot { get; private set; }

    /// <summary>
    /// The delegation that is to be stored in <see cref="Slot"/>; empty where the slot holds it already.
    /// </summary>
    public ReadOnlySpan<byte> Delegation { get; private set; }

    /// <summary>The signed transaction.</summary>
    public TransactionView Transaction { get; private set; }

    /// <summary>The session key's signature over <see cref="TransactionView.Bytes"/>: 64 bytes.</summary>
    public ReadOnlySpan<byte> Signature { get; private set; }

    internal int HeadOffset { get; private set; }

    internal int RouteOffset { get; private set; }

    internal int SlotOffset { get; private set; }

    /// <summary>Reads an envelope; what is wrong with it is told without an exception.</summary>
    /// <param name="frame">The whole data-channel message.</param>
    /// <param name="view">The envelope; only to be used if nothing is wrong.</param>
    /// <returns>What is wrong, if anything.</returns>
    public static WireFault TryRead(ReadOnlySpan<byte> frame, out EnvelopeView view)
    {
        view = default;
        var fault = Wire.Frame.TryRead(frame, out var kind, out var content);
        if (!fault.IsNone) return fault;
        if (kind != FrameKind.Envelope) return new("Frame.envelope", "an envelope");
        view.Frame = frame;
        view.HeadOffset = frame.Length - content.Length;
        return view.ReadHead(content);
    }

    /// <summary>Reads an envelope.</summary>
    /// <exception cref="ProtocolException">Its bytes break a rule.</exception>
    public static EnvelopeView Read(ReadOnlySpan<byte> frame)
    {
        TryRead(frame, out var view).ThrowIfAny();
        return view;
    }

    private WireFault ReadHead(ReadOnlySpan<byte> content)
    {
        var reader = new FieldReader(content);
        if (!reader.TryTag(RouteField, FieldReader.Delimited) || !reader.TryBytes(out var bytes))
            return new("Envelope.route", "the first field");
        RouteOffset = HeadOffset + reader.Position - bytes.Length;
        var fault = RouteBytes.TryRead(bytes, out var route);
        if (!fault.IsNone) return fault;
        Route = route;
        SlotOffset = HeadOffset + reader.Position;
        if (!reader.TryTag(SlotField, FieldReader.Fixed32) || !reader.TryFixed32(out var slot) || slot >= Slots)
            return new("Envelope.slot", "a number below 64 after route");
        Slot = (int)slot;
        return ReadSigned(reader);
    }

    private WireFault ReadSigned(FieldReader reader)
    {
        if (reader.TryTag(DelegationField, FieldReader.Delimited))
        {
            if (!reader.TryBytes(out var delegation) || delegation.Length is 0 or > MaxDelegationBytes)
                return new("Envelope.delegation", "1 to 512 bytes");
            Delegation = delegation;
        }

        if (!reader.TryTag(TransactionField, FieldReader.Delimited) || !reader.TryBytes(out var bytes))
            return new("Envelope.transaction", "bytes after slot and delegation");
        var fault = TransactionView.TryRead(bytes, out var transaction);
        if (!fault.IsNone) return fault;
        if (transaction.Destination != Route.Target) return new("Route.target", "the transaction's destination");
        if (!reader.TryTag(SignatureField, FieldReader.Delimited)
            || !reader.TryBytes(SignatureBytes, out var signature))
            return new("Envelope.signature", "64 bytes after transaction");
        Transaction = transaction;
        Signature = signature;
        return reader.TrySkip(SignatureField, int.MaxValue)
            ? WireFault.None
            : new("Envelope", "fields in ascending order, none twice");
    }
}

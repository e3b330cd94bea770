namespace Rings.Protocol.Wire;

/// <summary>What an <see cref="Outbox"/> has to know of a verified reply.</summary>
/// <param name="ReplyTo">The transaction that it answers.</param>
/// <param name="From">Who signed it.</param>
/// <param name="Kind">What its body holds.</param>
/// <param name="Body">The body; anything at all.</param>
internal readonly record struct OutboxReply(TransactionId ReplyTo, Did From, Kind Kind, ReadOnlyMemory<byte> Body);

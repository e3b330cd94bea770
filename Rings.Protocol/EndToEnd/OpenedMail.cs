namespace Rings.Protocol.EndToEnd;

/// <summary>Mail that was opened.</summary>
/// <param name="From">Who wrote it.</param>
/// <param name="Id">16 bytes: what the sender is told when the mail has arrived.</param>
/// <param name="Plaintext">The text.</param>
internal sealed record OpenedMail(Address From, ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte> Plaintext);

namespace Rings.Host.Speed;

/// <summary>What carries bytes to another node, piece by piece: messages, or whatever else acknowledges what it brought.</summary>
internal interface ISpeedCarrier
{
    /// <summary>Pieces that may be under way at a time.</summary>
    int AtOnce { get; }

    /// <summary>Carries a piece.</summary>
    /// <param name="piece">Its bytes.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <returns>Null when the other node has said that it has it; otherwise why it did not arrive.</returns>
    Task<string?> CarryAsync(ReadOnlyMemory<byte> piece, CancellationToken cancel);
}

namespace Rings.Actors.Files;

/// <summary>A file could not be stored or fetched.</summary>
/// <param name="reason">Why.</param>
/// <param name="message">The same in words.</param>
/// <param name="inner">What it was found out by.</param>
public sealed class FileTransferException(FileFailure reason, string message, Exception? inner = null)
    : IOException(message, inner)
{
    /// <summary>Why.</summary>
    public FileFailure Reason { get; } = reason;
}

namespace Rings.Host.Entrance;

/// <summary>The files of a certificate cannot be used.</summary>
/// <param name="trouble">What is wrong.</param>
/// <param name="message">The same as a clause, with what to do.</param>
/// <param name="inner">What was thrown.</param>
internal sealed class TlsFileException(TlsFileTrouble trouble, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>What is wrong.</summary>
    public TlsFileTrouble Trouble { get; } = trouble;
}

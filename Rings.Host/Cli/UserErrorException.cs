namespace Rings.Host.Cli;

/// <summary>Something that the user can mend. Shown as one line on stderr, without a stack; exit code 1.</summary>
/// <param name="message">What is wrong, where, and what to do next.</param>
/// <param name="inner">The failure beneath, if any.</param>
internal sealed class UserErrorException(string message, Exception? inner = null) : Exception(message, inner);

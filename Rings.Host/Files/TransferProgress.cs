using Rings.Actors.Files;
using Rings.Host.Cli;

namespace Rings.Host.Files;

/// <summary>Tells on a terminal how far a transfer is, by the MiB.</summary>
/// <param name="terminal">Where to.</param>
internal sealed class TransferProgress(TextWriter terminal) : IProgress<FileProgress>
{
    private long _last = -1;

    /// <summary>On stderr, where that is a terminal and nobody asked for JSON; else null.</summary>
    public static TransferProgress? Of(CommandContext context) =>
        context.Json || Console.IsErrorRedirected ? null : new TransferProgress(Console.Error);

    /// <inheritdoc/>
    public void Report(FileProgress value)
    {
        var step = value.Done >> 20;
        if (step == _last && value.Done != value.Total) return;
        _last = step;
        terminal.Write(value.Total is { } all ? $"\r{step} of {all >> 20} MiB " : $"\r{step} MiB ");
        if (value.Done == value.Total) terminal.WriteLine();
    }
}

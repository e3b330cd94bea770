namespace Rings.Host.Cli;

/// <summary>What standard output is: a terminal for eyes, or a pipe for programs, where nothing is cut or coloured.</summary>
internal static class Terminal
{
    private const int UsualWidth = 80;

    /// <summary>Whether somebody looks at it.</summary>
    public static bool IsWatched { get; } = !Console.IsOutputRedirected;

    /// <summary>Columns that a table may take.</summary>
    public static int Width => !IsWatched ? int.MaxValue : Console.WindowWidth > 0 ? Console.WindowWidth : UsualWidth;

    /// <summary>Puts a colour on a text where colours are shown (no-color.org).</summary>
    /// <param name="text">The text.</param>
    /// <param name="colour">An SGR parameter of ECMA-48, such as 32 for green.</param>
    public static string Coloured(string text, int colour) =>
        IsWatched && GlobalOptions.Variable("NO_COLOR") is null && Environment.GetEnvironmentVariable("TERM") != "dumb"
            ? $"\e[{colour}m{text}\e[0m"
            : text;

    /// <summary>Writes a value: on a terminal as text that cannot drive it, into a pipe as it is, byte for byte.</summary>
    /// <exception cref="UserErrorException">It is no text, and somebody looks.</exception>
    public static async Task WriteValueAsync(byte[] value, CancellationToken cancel)
    {
        if (!IsWatched)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(value, cancel);
            return;
        }

        if (!System.Text.Unicode.Utf8.IsValid(value))
            throw new UserErrorException($"the value is {Counted.Of(value.Length, "byte")} that are no text. Write them to a file: -o FILE");
        Console.Out.WriteLine(Visible.Lines(System.Text.Encoding.UTF8.GetString(value), ""));
    }
}

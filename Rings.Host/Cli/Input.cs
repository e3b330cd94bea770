using System.Runtime.CompilerServices;
using System.Text;

namespace Rings.Host.Cli;

/// <summary>What a command is given: on its line, from a file, or from stdin where it is <c>-</c>.</summary>
internal static class Input
{
    /// <summary>No right input of a command is longer, in bytes: a message has 60 KiB, an offer 64 KiB.</summary>
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The bytes of an argument, or of stdin.</summary>
    /// <exception cref="UserErrorException">Too much came.</exception>
    public static async Task<byte[]> BytesAsync(string argument, CancellationToken cancel)
    {
        if (argument != "-") return Encoding.UTF8.GetBytes(argument);
        await using var stdin = Console.OpenStandardInput();
        return await ReadAsync(stdin, cancel);
    }

    /// <summary>The text of a file, or of stdin.</summary>
    /// <exception cref="UserErrorException">Too much came.</exception>
    public static async Task<string> TextAsync(string fileOrStdin, CancellationToken cancel, int most = MaxBytes)
    {
        await using var input = fileOrStdin == "-" ? Console.OpenStandardInput() : File.OpenRead(fileOrStdin);
        return Encoding.UTF8.GetString(await ReadAsync(input, cancel, most));
    }

    /// <summary>The lines of stdin, as they come, without their ends.</summary>
    /// <exception cref="UserErrorException">A line is too long.</exception>
    public static async IAsyncEnumerable<string> LinesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await using var input = Console.OpenStandardInput();
        using var line = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await ReadAsync(input, buffer, cancel)) > 0)
        {
            for (var from = 0; from < read;)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', from, read - from);
                var to = end < 0 ? read : end;
                if (line.Length + to - from > MaxBytes) throw new UserErrorException($"a line has more than {MaxBytes} bytes");
                line.Write(buffer, from, to - from);
                from = to + 1;
                if (end < 0) continue;
                yield return TakeLine(line);
            }
        }

        if (line.Length > 0) yield return TakeLine(line);
    }

    private static string TakeLine(MemoryStream line)
    {
        var text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r');
        line.SetLength(0);
        return text;
    }

    // A terminal's read does not end by itself when it is given up: the wait for it does.
    private static Task<int> ReadAsync(Stream input, byte[] buffer, CancellationToken cancel) =>
        Task.Run(() => input.Read(buffer), CancellationToken.None).WaitAsync(cancel);

    private static async Task<byte[]> ReadAsync(Stream input, CancellationToken cancel, int most = MaxBytes)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await ReadAsync(input, buffer, cancel)) > 0)
        {
            if (bytes.Length + read > most) throw new UserErrorException($"more than {most} bytes came");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}

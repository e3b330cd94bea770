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
    public static async Task<string> TextAsync(string fileOrStdin, CancellationToken cancel)
    {
        await using var input = fileOrStdin == "-" ? Console.OpenStandardInput() : File.OpenRead(fileOrStdin);
        return Encoding.UTF8.GetString(await ReadAsync(input, cancel));
    }

    private static async Task<byte[]> ReadAsync(Stream input, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        // A terminal's read does not end by itself when it is given up: the wait for it does.
        while ((read = await Task.Run(() => input.Read(buffer), CancellationToken.None).WaitAsync(cancel)) > 0)
        {
            if (bytes.Length + read > MaxBytes) throw new UserErrorException($"more than {MaxBytes} bytes came");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}

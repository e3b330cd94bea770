using System.Net.Sockets;

namespace Rings.Actors.Services;

/// <summary>What is said to a program before its bytes are carried. An edge: reads and writes a socket.</summary>
internal static class SocketWords
{
    /// <summary>How long one that is sent away may take to read that.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>How much of what it still says is read meanwhile, in bytes.</summary>
    private const int MaxUnheard = 32 * 1024;

    /// <summary>Reads what there is. 0: the program has gone, or took too long.</summary>
    public static async Task<int> ReceiveAsync(Socket socket, Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, SocketFlags.None, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    /// <summary>Sends all of it.</summary>
    public static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancel).ConfigureAwait(false)..];
    }

    /// <summary>
    /// Says the last word, closes, and gives the program time to read it: a socket that is closed on bytes not read is
    /// reset.
    /// </summary>
    public static async Task SendAwayAsync(Socket socket, ReadOnlyMemory<byte> answer, TimeProvider time, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Farewell, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        await SendAsync(socket, answer, either.Token).ConfigureAwait(false);
        socket.Shutdown(SocketShutdown.Send);
        var rest = new byte[1024];
        for (var taken = 0; taken < MaxUnheard;)
        {
            var read = await ReceiveAsync(socket, rest, either.Token).ConfigureAwait(false);
            if (read == 0) break;
            taken += read;
        }

        socket.Dispose();
    }
}

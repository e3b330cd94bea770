using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Rings.Host.Doctor;

/// <summary>Asks a STUN server for the address that it sees (RFC 8489 §2, Binding; §14.2, XOR-MAPPED-ADDRESS).</summary>
internal static class StunProbe
{
    private const int HeaderBytes = 20;
    private const uint MagicCookie = 0x2112A442;
    private const ushort BindingRequest = 0x0001;
    private const ushort BindingSuccess = 0x0101;
    private const ushort XorMappedAddress = 0x0020;
    private const int Attempts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Asks, three times at most.</summary>
    /// <returns>The address; null: no answer.</returns>
    /// <exception cref="SocketException">The name has no address, or nothing can be sent there.</exception>
    public static async Task<IPEndPoint?> AskAsync(string host, int port, CancellationToken cancel)
    {
        var address = (await Dns.GetHostAddressesAsync(host, cancel))[0];
        using var socket = new UdpClient(address.AddressFamily);
        socket.Connect(address, port);
        var request = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt16BigEndian(request, BindingRequest);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(4), MagicCookie);
        RandomNumberGenerator.Fill(request.AsSpan(8));
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await socket.SendAsync(request, cancel);
            if (await AnswerAsync(socket, request, cancel) is { } mapped) return mapped;
        }

        return null;
    }

    private static async Task<IPEndPoint?> AnswerAsync(UdpClient socket, byte[] request, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var answer = await socket.ReceiveAsync(patience.Token);
            return Read(answer.Buffer, request);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The address in an answer to a request; null: not an answer to it.</summary>
    internal static IPEndPoint? Read(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> request)
    {
        if (answer.Length < HeaderBytes || BinaryPrimitives.ReadUInt16BigEndian(answer) != BindingSuccess) return null;
        if (!answer[4..HeaderBytes].SequenceEqual(request[4..HeaderBytes])) return null;
        for (var rest = answer[HeaderBytes..]; rest.Length >= 4;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (rest.Length < 4 + length) return null;
            if (BinaryPrimitives.ReadUInt16BigEndian(rest) == XorMappedAddress && length is (8 or 20))
                return Mapped(rest.Slice(4, length), request[4..HeaderBytes]);
            rest = rest[Math.Min(rest.Length, 4 + ((length + 3) & ~3))..];
        }

        return null;
    }

    private static IPEndPoint Mapped(ReadOnlySpan<byte> value, ReadOnlySpan<byte> mask)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (int)(MagicCookie >> 16);
        var address = value[4..].ToArray();
        for (var i = 0; i < address.Length; i++) address[i] ^= mask[i];
        return new IPEndPoint(new IPAddress(address), port);
    }
}

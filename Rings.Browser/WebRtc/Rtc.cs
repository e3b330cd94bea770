using System.Runtime.InteropServices.JavaScript;

namespace Rings.Browser.WebRtc;

/// <summary>The browser's RTCPeerConnection, by numbers that <c>rtc.mjs</c> gives out.</summary>
internal static partial class Rtc
{
    private const string Module = "rtc.mjs";

    /// <summary>Makes a connection.</summary>
    /// <param name="configuration">An RTCConfiguration as JSON.</param>
    /// <param name="onEvent">Told what, on which channel, and a word of it.</param>
    /// <param name="onData">Told on which channel a message came, and its bytes.</param>
    [JSImport("create", Module)]
    internal static partial int Create(
        string configuration,
        [JSMarshalAs<JSType.Function<JSType.String, JSType.Number, JSType.String>>] Action<string, int, string> onEvent,
        [JSMarshalAs<JSType.Function<JSType.Number, JSType.Object>>] Action<int, JSObject> onData);

    [JSImport("createChannel", Module)]
    internal static partial int CreateChannel(int connection, string label, string options);

    [JSImport("createOffer", Module)]
    internal static partial Task<string> CreateOffer(int connection, bool restart);

    [JSImport("createAnswer", Module)]
    internal static partial Task<string> CreateAnswer(int connection, string offer);

    [JSImport("acceptAnswer", Module)]
    internal static partial Task AcceptAnswer(int connection, string answer);

    /// <summary>0: sent; 1: the buffer is full; 2: too long; 3: not open.</summary>
    [JSImport("send", Module)]
    internal static partial int Send(
        int connection, int channel, [JSMarshalAs<JSType.MemoryView>] Span<byte> message, bool binary);

    [JSImport("buffered", Module)]
    internal static partial double Buffered(int connection, int channel);

    [JSImport("lowThreshold", Module)]
    internal static partial void SetLowThreshold(int connection, int channel, double bytes);

    [JSImport("maxMessage", Module)]
    internal static partial int MaxMessage(int connection);

    [JSImport("bytes", Module)]
    internal static partial byte[] Bytes(JSObject view);

    [JSImport("closeChannel", Module)]
    internal static partial void CloseChannel(int connection, int channel);

    [JSImport("close", Module)]
    internal static partial void Close(int connection);

    /// <summary>The two candidates in use, a bar between them; empty while there are none.</summary>
    [JSImport("pair", Module)]
    internal static partial Task<string> Pair(int connection);
}

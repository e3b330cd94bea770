using Google.Protobuf;
using Rings.Protocol.Proto;

namespace Rings.Benchmarks;

/// <summary>A relay step by the generated classes: the yardstick for the span walker.</summary>
internal static class GeneratedRelay
{
    /// <summary>Parses, counts the hop down, writes again.</summary>
    public static int Forward(byte[] frame)
    {
        var parsed = Frame.Parser.ParseFrom(frame);
        var transaction = Transaction.Parser.ParseFrom(parsed.Envelope.Transaction);
        parsed.Envelope.Route.HopsLeft--;
        return parsed.ToByteArray().Length + transaction.Body.Length;
    }
}

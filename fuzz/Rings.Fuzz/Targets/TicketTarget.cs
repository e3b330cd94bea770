using System.Text;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Fuzz.Targets;

/// <summary>
/// What callers show and what strangers say of services: the first byte chooses a call with its ticket, the text of a ticket, a
/// link, a ticket as it is kept, a presence or an announcement.
/// </summary>
internal sealed class TicketTarget : IFuzzTarget
{
    private const int Readers = 6;

    private static readonly TicketSecret Secret = TicketSecret.Of(Enumerable.Range(0, TicketSecret.Bytes).Select(i => (byte)i).ToArray());

    public string Name => "ticket";

    public int MaxBytes => 1 + RingUrl.MaxLength;

    public long MaxAllocatedBytes => 256 * 1024;

    public IEnumerable<byte[]> Seeds()
    {
        var did = Did.Zero.Finger(17);
        yield return [0, .. new ServiceCall(did, ServiceName.Web, Secret).ToBytes()];
        yield return [1, .. Encoding.ASCII.GetBytes(Secret.ToText())];
        yield return [2, .. Encoding.ASCII.GetBytes(new RingUrl(did, ServiceName.Web) { Ring = "main", Path = "/a", Ticket = Secret }.ToLink())];
        yield return [3, .. (Ticket.Of(Secret, ServiceName.Web, TicketBearer.First) with { Holder = did }).ToBytes()];
        yield return [4, .. new Presence(50, 100, Instant.FromUnixMilliseconds(1_700_000_000_000)).ToBytes()];
        yield return [5, .. new Announcement(did, ServiceName.Web, "talk").ToBytes()];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        try
        {
            if (!IsSame(input[0], input[1..])) throw new InvalidOperationException("What was read did not come back as it was.");
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }

    private static bool IsSame(byte reader, ReadOnlySpan<byte> bytes)
    {
        switch (reader % Readers)
        {
            case 0:
                var call = ServiceCall.Read(bytes);
                return ServiceCall.Read(call.ToBytes()) == call;

            case 1:
                var text = Encoding.UTF8.GetString(bytes);
                return !TicketSecret.TryParse(text, out var secret)
                    || string.Equals(secret.ToText(), text, StringComparison.OrdinalIgnoreCase);

            case 2:
                return !RingUrl.TryParse(Encoding.UTF8.GetString(bytes), out var url)
                    || (RingUrl.TryParse(url.ToLink(), out var again) && again == url);

            case 3:
                // Times beyond all calendars are read as the last one there is: from then on they stay as they are.
                var ticket = Ticket.Read(Ticket.Read(bytes).ToBytes());
                return Ticket.Read(ticket.ToBytes()) == ticket;

            case 4:
                var presence = Presence.Read(Presence.Read(bytes).ToBytes());
                return Presence.Read(presence.ToBytes()) == presence;

            default:
                var announcement = Announcement.Read(bytes);
                return Announcement.Read(announcement.ToBytes()) == announcement;
        }
    }
}

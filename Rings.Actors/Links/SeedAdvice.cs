namespace Rings.Actors.Links;

/// <summary>What to do when a seed does not let a node in, by what it answered.</summary>
internal static class SeedAdvice
{
    /// <summary>Nothing has come from it.</summary>
    public const string Silent = "no answer within 5 s";

    /// <summary>It answered, but no packet has come through between the two.</summary>
    public const string StaysConnecting = "the link to it has been Connecting for 5 s: no packet comes through between the two";

    // The words of LinkRefusal, as the seed's side sends them, and those of HTTP.
    private static readonly (string Word, string Advice)[] All =
    [
        ("refuses: Address", "Another node answers there than the one named behind #. Ask its owner for the line that joins it"),
        ("refuses: Ring", "It is in another ring. The ring's name (--ring) and, in a private ring, its secret must be the same"),
        ("refuses: PskTag", "Its ring has another secret: rings.ring-secret-file must be the same"),
        ("refuses: Time", "The clocks of the two are apart: set both by NTP. rings doctor --join URL tells how far"),
        ("refuses: Delegation", "It does not take this node's session. Check the clock (rings doctor), then: rings session renew"),
        ("refuses: Version", "It speaks another version: the older of the two needs an update"),
        ("401", "This is the internal listener of a node: its public one usually has the next port"),
        (StaysConnecting, "Is UDP let through between the two? Between networks a STUN or TURN server is needed: rings.transport.ice-servers"),
        ("this node itself", "Name another node"),
    ];

    /// <summary>The advice, a sentence without its full stop.</summary>
    /// <param name="reason">What the seed answered, or what kept it from answering.</param>
    public static string Of(string reason) =>
        All.FirstOrDefault(known => reason.Contains(known.Word, StringComparison.Ordinal)).Advice
        ?? "Is it running, and its public listener open to this machine? rings doctor --join URL looks";
}

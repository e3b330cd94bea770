using System.Text.Json.Nodes;

namespace Rings.Browser.Node;

/// <summary>What a page says of the node that it wants.</summary>
/// <param name="Seeds">Where to join.</param>
/// <param name="Ring">The ring's name.</param>
/// <param name="Secret">The secret of a private ring; null: a public one.</param>
/// <param name="Account">The 32 bytes of an Ed25519 account.</param>
/// <param name="Rtc">An RTCConfiguration as JSON.</param>
/// <param name="Log">What is logged, as Akka names it.</param>
internal sealed record PageOptions(
    IReadOnlyList<string> Seeds, string Ring, byte[]? Secret, byte[] Account, string Rtc, string Log)
{
    /// <summary>Reads what <c>rings.js</c> wrote; it has checked what people say.</summary>
    public static PageOptions Read(string json)
    {
        var options = JsonNode.Parse(json)!.AsObject();
        return new(
            [.. options["seeds"]!.AsArray().Select(seed => seed!.GetValue<string>())],
            options["ring"]!.GetValue<string>(),
            options["secret"] is { } secret ? Convert.FromBase64String(secret.GetValue<string>()) : null,
            Convert.FromBase64String(options["account"]!.GetValue<string>()),
            options["rtc"]!.ToJsonString(),
            options["log"]!.GetValue<string>());
    }
}

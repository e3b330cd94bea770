using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rings.Host.Mail;

/// <summary>A message that came while nobody listened.</summary>
/// <param name="Id">The message, 32 hex digits; of two senders the same one may come.</param>
/// <param name="From">Who sent it, a Did.</param>
/// <param name="Came">When it came.</param>
/// <param name="Data">All that is known of it, as the event <c>message</c> has it (<c>docs/json-rpc.md</c>).</param>
internal sealed record Letter(string Id, string From, DateTimeOffset Came, string Data)
{
    /// <summary>The letter as a listener would have heard it.</summary>
    /// <param name="message">The event's data.</param>
    /// <exception cref="FormatException">It is no message.</exception>
    public static Letter Of(string message)
    {
        try
        {
            var data = JsonNode.Parse(message, documentOptions: new() { AllowDuplicateProperties = false })!.AsObject();
            var came = DateTimeOffset.Parse((string)data["time"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            return new Letter((string)data["id"]!, (string)data["from"]!, came, message);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw new FormatException("no message", wrong);
        }
    }

    /// <summary>All that is known of it.</summary>
    public JsonObject ToJson() => JsonNode.Parse(Data)!.AsObject();
}

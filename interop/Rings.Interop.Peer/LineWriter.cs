using System.Text.Json.Nodes;

namespace Rings.Interop.Peer;

/// <summary>Writes one JSON object a line. Thread-safe.</summary>
internal sealed class LineWriter(Stream output)
{
    private readonly Lock _gate = new();

    public void Say(JsonObject line)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(line.ToJsonString() + "\n");
        lock (_gate)
        {
            output.Write(bytes);
            output.Flush();
        }
    }
}

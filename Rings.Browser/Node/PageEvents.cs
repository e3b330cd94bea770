using System.Runtime.InteropServices.JavaScript;

namespace Rings.Browser.Node;

/// <summary>What the node tells the page, by <c>node.mjs</c>.</summary>
internal static partial class PageEvents
{
    private const string Module = "node.mjs";

    /// <summary>A message came; the script copies the bytes. The promise ends when the page's receiver has it.</summary>
    [JSImport("received", Module)]
    internal static partial Task Received(
        string from, string protocol, string id, double sentAt, bool isSealed, byte[] payload);

    /// <summary>Something happened: a word for what, and its fields as JSON.</summary>
    [JSImport("happened", Module)]
    internal static partial void Happened(string what, string fields);
}

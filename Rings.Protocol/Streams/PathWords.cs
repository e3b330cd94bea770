using Rings.Protocol.Paths;

namespace Rings.Protocol.Streams;

/// <summary>Why no path came about, for people.</summary>
internal static class PathWords
{
    /// <summary>A reason as the end of a sentence.</summary>
    public static string Of(PathCloseReason reason) => reason switch
    {
        PathCloseReason.NoRoute => "no link leads to the other end",
        PathCloseReason.Full => "a node on the way has no room for another path",
        PathCloseReason.Refused => "the other end takes no streams from this node",
        PathCloseReason.NoSession => "no session with the other end came about",
        PathCloseReason.NoAnswer => "the other end did not answer",
        _ => "the path to the other end broke",
    };
}

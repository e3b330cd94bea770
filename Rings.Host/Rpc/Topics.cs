namespace Rings.Host.Rpc;

/// <summary>A topic is a Set: each message an element of its author.</summary>
internal static class Topics
{
    private const string Prefix = "topic/";

    /// <summary>The Set of a topic.</summary>
    public static string SetOf(string topic) => Prefix + topic;
}

namespace Rings.Host.Node;

/// <summary>Plain text between people.</summary>
internal static class Chat
{
    /// <summary>Its protocol's name.</summary>
    public const string Protocol = "chat/1";
}

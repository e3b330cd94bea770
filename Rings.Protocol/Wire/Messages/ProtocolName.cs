using System.Buffers;

namespace Rings.Protocol.Wire;

/// <summary>The rule for names of application protocols, such as <c>chat/1</c>.</summary>
internal static class ProtocolName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The rule in words, as a sentence without its end.</summary>
    public const string Rule = "a protocol's name has 1 to 64 letters, digits, or . _ - /";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/");

    /// <summary>Whether a name has 1 to 64 characters, all of them ASCII letters, digits, or one of . _ - /</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed);
}

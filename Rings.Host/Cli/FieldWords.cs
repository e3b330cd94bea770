using Rings.Protocol;

namespace Rings.Host.Cli;

/// <summary>Says of a field of the protocol what a person calls it.</summary>
internal static class FieldWords
{
    /// <summary>What is wrong, without names of the wire: <c>Delegation.signature</c> is the delegation's signature.</summary>
    public static string Of(ProtocolException wrong)
    {
        var parts = wrong.Field.Split('.', 2);
        if (!wrong.Field.All(letter => char.IsAsciiLetter(letter) || letter is '.' or '_')) return wrong.Message;
        var thing = "the " + Words(parts[0]);
        return parts.Length == 1
            ? $"{thing} is not as it should be: expected {wrong.Expected}"
            : $"{thing}'s {Words(parts[1])} is not as it should be: expected {wrong.Expected}";
    }

    private static string Words(string name) => name.Replace('_', ' ').Replace('.', ' ').ToLowerInvariant();
}

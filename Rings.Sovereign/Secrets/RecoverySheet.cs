using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Secrets;

/// <summary>
/// What an owner prints and lays away: without it, who has lost everything can name neither the secret nor its guardians.
/// Nothing on it is secret.
/// </summary>
/// <param name="Owner">Whose secret.</param>
/// <param name="Id">Which one.</param>
/// <param name="Threshold">How many guardians are needed.</param>
/// <param name="Guardians">Who they are.</param>
/// <param name="Check">SHA-256 of C₀: the same for every version, so that a refresh leaves the sheet good.</param>
/// <param name="RingName">The ring's name.</param>
/// <param name="Seeds">Where to join it.</param>
public sealed record RecoverySheet(
    Did Owner, SecretId Id, int Threshold, ImmutableArray<Did> Guardians, Bytes32 Check, string RingName,
    ImmutableArray<string> Seeds)
{
    /// <summary>The most characters of a sheet.</summary>
    public const int MaxLength = 16 * 1024;

    private const string Title = "Rings Network: recovery sheet";
    private const int MaxSeeds = 16;

    /// <summary>The hash that stands on a sheet.</summary>
    public static Bytes32 CheckOf(Commitments commitments)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        return Bytes32.Read(Hash.Sha256(commitments.Secret.Encoded));
    }

    /// <summary>Reads a sheet, typed or copied. Its last line finds what was mistyped.</summary>
    /// <exception cref="ProtocolException">A line is missing, out of its range or mistyped.</exception>
    public static RecoverySheet Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength) throw new ProtocolException("sheet", "at most 16 KiB");
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(": ", 2)).Where(line => line.Length == 2)
            .Select(line => (Name: line[0], Value: line[1].Trim())).ToList();
        string One(string name) => lines.Where(line => line.Name == name).Select(line => line.Value).ToList() is [var value]
            ? value
            : throw new ProtocolException("sheet", $"one line '{name}: …'");
        var sheet = new RecoverySheet(
            DidOf(One("Owner")), SecretId.TryParse(One("Secret"), out var id) ? id : throw Wrong("Secret", "32 hex digits"),
            int.TryParse(One("Needed"), NumberStyles.None, CultureInfo.InvariantCulture, out var needed)
                ? needed
                : throw Wrong("Needed", "a number"),
            [.. lines.Where(line => line.Name == "Guardian").Select(line => DidOf(line.Value))],
            HashOf(One("Check")), One("Ring"),
            [.. lines.Where(line => line.Name == "Seed").Select(line => line.Value)]);
        if (!new SplitOrder(sheet.Guardians, sheet.Threshold, 0).IsValidFor(sheet.Owner) || sheet.Seeds.Length > MaxSeeds)
            throw new ProtocolException("sheet", "2 to 32 different guardians, and at most as many needed");
        return One("End") == sheet.Ending() ? sheet : throw Wrong("End", $"{sheet.Ending()}: something was mistyped");
    }

    /// <summary>The sheet as text.</summary>
    public override string ToString() => new StringBuilder()
        .Append(Title).Append('\n')
        .Append("Nothing on this sheet is secret. With it, a new node asks the guardians for what they keep.\n\n")
        .Append(Lines()).Append("End: ").Append(Ending()).Append('\n').ToString();

    private static ProtocolException Wrong(string line, string expected) => new($"sheet, {line}", expected);

    private static Did DidOf(string text) => Did.TryParse(text, CultureInfo.InvariantCulture, out var did)
        ? did
        : throw Wrong("Owner or Guardian", "0x and 40 hex digits");

    private static Bytes32 HashOf(string text) =>
        Bytes32.TryParse(text, out var hash) ? hash : throw Wrong("Check", "64 hex digits");

    private string Lines()
    {
        var text = new StringBuilder();
        void Line(string name, string value) => text.Append(name).Append(": ").Append(value).Append('\n');
        Line("Owner", Owner.ToString());
        Line("Secret", Id.ToString());
        Line("Needed", Threshold.ToString(CultureInfo.InvariantCulture));
        foreach (var guardian in Guardians) Line("Guardian", guardian.ToString());
        Line("Check", Check.ToString());
        Line("Ring", RingName);
        foreach (var seed in Seeds) Line("Seed", seed);
        return text.ToString();
    }

    private string Ending() => Convert.ToHexStringLower(Hash.Sha256(Encoding.UTF8.GetBytes(Lines()))[..4]);

    /// <inheritdoc/>
    public bool Equals(RecoverySheet? other) => other is not null && Lines() == other.Lines();

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Owner, Id);
}

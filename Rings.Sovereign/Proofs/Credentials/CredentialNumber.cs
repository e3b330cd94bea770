using System.Globalization;
using Rings.Protocol;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>What one of the up to four numbers of a credential is called, and whether it is a date.</summary>
/// <param name="Name">1 to 32 small letters, digits and hyphens, a letter first.</param>
/// <param name="IsDate">Whether it counts days since 1970-01-01; before that the number is negative.</param>
public readonly record struct CredentialNumber(string Name, bool IsDate)
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxName = 32;

    private const string DateMark = ":date";

    /// <summary>Reads one as it is written: <c>member</c>, or <c>born:date</c>.</summary>
    /// <exception cref="ProtocolException">No such name.</exception>
    public static CredentialNumber Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isDate = text.EndsWith(DateMark, StringComparison.Ordinal);
        var name = isDate ? text[..^DateMark.Length] : text;
        if (name.Length is 0 or > MaxName || !char.IsAsciiLetterLower(name[0])
            || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            throw new ProtocolException("ProofTree.attributes", "names of small letters, digits and hyphens, or NAME:date");
        return name is "and" or "or"
            ? throw new ProtocolException("ProofTree.attributes", "names other than 'and' and 'or'")
            : new(name, isDate);
    }

    /// <summary>Reads a value: a whole number, or a date.</summary>
    /// <exception cref="ProtocolException">Neither, or of the other kind.</exception>
    public int ParseValue(string text)
    {
        if (IsDate)
        {
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
                : throw new ProtocolException(Name, "a date, as 2008-11-28");
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ProtocolException(Name, "a whole number of 32 bits");
    }

    /// <summary>A value in words.</summary>
    public string Show(int value)
    {
        var day = (long)DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + value;
        return IsDate && day >= 0 && day <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => IsDate ? Name + DateMark : Name;
}

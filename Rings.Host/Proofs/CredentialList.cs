using System.Collections.Immutable;
using Rings.Host.Cli;
using Rings.Host.Rpc;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Proofs;

/// <summary>An issuer's list as people write it: a line for each holder, <c>0xDID born=1990-01-31 member=1</c>.</summary>
internal static class CredentialList
{
    /// <summary>Reads the names of numbers.</summary>
    /// <param name="text">With commas between them; empty: none.</param>
    /// <exception cref="UserErrorException">One is none, or there are too many.</exception>
    public static ImmutableArray<CredentialNumber> AttributesOf(string text)
    {
        try
        {
            var attributes = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(CredentialNumber.Parse).ToImmutableArray();
            return attributes.Length <= CredentialTree.MaxAttributes
                ? attributes
                : throw new UserErrorException($"--attributes: at most {CredentialTree.MaxAttributes}");
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"--attributes: {wrong.Message}", wrong);
        }
    }

    /// <summary>Reads a list.</summary>
    /// <param name="text">Its lines; those that begin with # are remarks.</param>
    /// <param name="attributes">The numbers that each line must give.</param>
    /// <exception cref="UserErrorException">A line is none; says which.</exception>
    public static ImmutableArray<CredentialPerson> PeopleOf(string text, ImmutableArray<CredentialNumber> attributes)
    {
        var people = ImmutableArray.CreateBuilder<CredentialPerson>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith('#')) continue;
            if (people.Count == CredentialIssue.MaxPeople) throw new UserErrorException($"the list has more than {CredentialIssue.MaxPeople} lines");
            try
            {
                people.Add(Person(words, attributes));
            }
            catch (ProtocolException wrong)
            {
                throw new UserErrorException($"line {number} of the list: {wrong.Message}", wrong);
            }
        }

        return people.Count > 0 ? people.ToImmutable() : throw new UserErrorException("the list is empty: a line for each holder is expected");
    }

    private static CredentialPerson Person(string[] words, ImmutableArray<CredentialNumber> attributes)
    {
        var values = new int[CredentialTree.MaxAttributes];
        var given = new HashSet<int>();
        foreach (var word in words[1..])
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var attribute = at < 0 ? -1 : attributes.Select(one => one.Name).ToList().IndexOf(word[..at]);
            if (attribute < 0 || !given.Add(attribute)) throw new ProtocolException("list", "NAME=VALUE once for each of --attributes");
            values[attribute] = attributes[attribute].ParseValue(word[(at + 1)..]);
        }

        if (given.Count != attributes.Length) throw new ProtocolException("list", "NAME=VALUE once for each of --attributes");
        if (DidText.Read(words[0], out var did) is null && did != Did.Zero) return new(did, default, [.. values]);
        return Bytes32.TryParse(words[0], out var hash)
            ? new(null, hash, [.. values])
            : throw new ProtocolException("list", "a Did, or the 64 hex digits of 'rings credential draw'");
    }
}

using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>A tree of an issuer: Anna has a named credential in it and an anonymous one, and others have some, too.</summary>
internal sealed class CredentialWorld
{
    public const string Adult = "born<=2008-11-28";

    public static readonly Did Issuer = Did.Zero.Finger(100);
    public static readonly ImmutableArray<CredentialNumber> Attributes = [new("born", IsDate: true), new("member", IsDate: false)];

    private readonly ImmutableArray<CredentialPerson> _people;

    public CredentialWorld(int depth = 4, string born = "1990-01-31", int seed = 91)
    {
        Random = new(seed);
        Key = Bytes32.Draw(Random.Fill);
        Secret = Bytes32.Draw(Random.Fill);
        ImmutableArray<int> values = [Attributes[0].ParseValue(born), 1, 0, 0];
        _people =
        [
            new(ProofWorld.Anna, default, values), new(null, Credential.HashOf(Secret), values), new(Did.Zero.Finger(7), default, [Attributes[0].ParseValue("2015-05-05"), 1, 0, 0]),
        ];
        (Tree, var credentials) = CredentialIssue.Make(Issuer, "adults", Attributes, depth, _people, Key);
        (Named, Anonymous, Child) = (credentials[0], credentials[1].With(Secret), credentials[2]);
    }

    public SeededBytes Random { get; }

    public Bytes32 Key { get; }

    /// <summary>h.</summary>
    public Bytes32 Secret { get; }

    public CredentialTree Tree { get; }

    public Credential Named { get; }

    public Credential Anonymous { get; }

    /// <summary>Of somebody born in 2015.</summary>
    public Credential Child { get; }

    public ImmutableArray<CredentialPerson> People => _people;

    /// <summary>Anna's statement to Bela.</summary>
    public CredentialStatement Statement(bool isAnonymous, string? words = null, string rule = Adult) => CredentialStatement.Of(
        isAnonymous ? Anonymous : Named, CredentialRule.Parse(rule, Tree), ProofWorld.Bela, words);

    public CredentialWitness Witness(bool isAnonymous) => new(isAnonymous ? Anonymous : Named);
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>Trees of credentials, rules, records and files; proofs of them are in <see cref="CredentialStatementSpecs"/>.</summary>
public sealed class CredentialSpecs
{
    private readonly CredentialWorld _world = new();

    [Fact]
    public void The_compression_function_in_the_clear_is_that_of_dotnet()
    {
        var random = new SeededBytes(5);
        var text = random.Next(55);
        byte[] block = [.. text, 0x80, 0, 0, 0, 0, 0, 0, 0x01, 0xB8];

        Assert.Equal(SHA256.HashData(text), Sha256Compression.Of(Sha256Circuit.StartState(), block));
    }

    [Fact]
    public void One_list_and_one_key_make_one_tree_and_each_leaf_is_in_it()
    {
        var (again, credentials) = CredentialIssue.Make(CredentialWorld.Issuer, "adults", CredentialWorld.Attributes, 4, _world.People, _world.Key);
        var (other, _) = CredentialIssue.Make(CredentialWorld.Issuer, "adults", CredentialWorld.Attributes, 4, _world.People, default);

        Assert.Equal(_world.Tree.Id, again.Id);
        Assert.NotEqual(_world.Tree.Root, other.Root);
        Assert.Equal(3, credentials.Select(one => one.Place).Distinct().Count());
        Assert.Equal((false, true), (credentials[1].IsWhole, _world.Anonymous.IsWhole));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(20, 3)]
    [InlineData(2, 4)]
    public void Trees_of_each_depth_hold_as_many_as_they_have_leaves(int depth, int people)
    {
        var list = Enumerable.Range(1, people).Select(number => new CredentialPerson(Did.Zero.Finger(number), default, [number, 0, 0, 0])).ToImmutableArray();

        var (tree, credentials) = CredentialIssue.Make(CredentialWorld.Issuer, "x", [], depth, list, default);

        Assert.All(credentials, one => Assert.Equal(tree.Root, one.Tree.Root));
        Assert.Throws<ProtocolException>(() => CredentialIssue.Make(CredentialWorld.Issuer, "x", [], 1, [.. list, list[0]], default));
        Assert.Throws<ProtocolException>(() => CredentialIssue.Make(CredentialWorld.Issuer, "x", [], 21, list, default));
        Assert.Throws<ProtocolException>(() => CredentialIssue.Make(CredentialWorld.Issuer, "x", [], depth, [], default));
    }

    [Fact]
    public void A_leaf_that_is_not_in_the_tree_is_no_credential()
    {
        var one = _world.Named;

        Assert.Throws<ProtocolException>(() => new Credential(one.Tree, one.Values.SetItem(0, 5), one.Holder, one.Place, one.Path));
        Assert.Throws<ProtocolException>(() => new Credential(one.Tree, one.Values, _world.Child.Holder, one.Place, one.Path));
        Assert.Throws<ProtocolException>(() => new Credential(one.Tree, one.Values, one.Holder, one.Place ^ 1, one.Path));
        Assert.Throws<ProtocolException>(() => new Credential(one.Tree, one.Values, one.Holder, 16, one.Path));
        Assert.Throws<ProtocolException>(() => new Credential(one.Tree, one.Values, one.Holder, one.Place, one.Path[1..]));
        Assert.Throws<ProtocolException>(() => one.With(_world.Secret));
        Assert.Throws<ProtocolException>(() => _world.Anonymous.With(_world.Key));
    }

    [Theory]
    [InlineData("born<=2008-11-28", true)]
    [InlineData("born <= 1990-01-31", true)]
    [InlineData("born<1990-01-31", false)]
    [InlineData("born>=1990-02-01", false)]
    [InlineData("born>=1950-01-01", true)] // Before 1970: a negative number of days.
    [InlineData("member=1", true)]
    [InlineData("member=0 or born<=2008-11-28", true)]
    [InlineData("member=1 and born>2008-11-28", false)]
    [InlineData("member=0 or member>1 and born<=2008-11-28", false)]
    [InlineData("", true)]
    public void Rules_say_what_they_say(string text, bool holds) =>
        Assert.Equal(holds, CredentialRule.Parse(text, _world.Tree).Holds(_world.Named.Values));

    [Theory]
    [InlineData("born<=2008")]
    [InlineData("age<=18")]
    [InlineData("born")]
    [InlineData("member=one")]
    [InlineData("member=2147483648")]
    [InlineData("member>2147483647")]
    [InlineData("member=1 and member=1 and member=1 and member=1 and member=1")]
    [InlineData("member=1 or member=2 or member=3 or member=4 or member=5")]
    [InlineData("member=1 or ")]
    public void What_is_no_rule_is_refused(string text) =>
        Assert.Throws<ProtocolException>(() => CredentialRule.Parse(text, _world.Tree));

    [Fact]
    public void A_rule_is_shown_as_people_write_it() => Assert.Equal(
        "born <= 2008-11-28 and member >= 2 or member = -1",
        CredentialRule.Parse("born<=2008-11-28 and member>1 or member=-1", _world.Tree).Show(_world.Tree));

    [Theory]
    [InlineData("")]
    [InlineData("Adults")]
    [InlineData("a/b")]
    [InlineData("..")]
    public void Names_that_could_be_paths_are_none(string name)
    {
        foreach (var wrong in (string[])[name, new string('a', CredentialTree.MaxName + 1)])
        {
            Assert.False(CredentialTree.IsName(wrong));
            Assert.Throws<ProtocolException>(() => new CredentialTree(CredentialWorld.Issuer, wrong, [], 1, default));
        }

        Assert.True(CredentialTree.IsName(new string('a', CredentialTree.MaxName)));
        Assert.Throws<ProtocolException>(() => CredentialNumber.Parse(name));
        Assert.Throws<ProtocolException>(() => CredentialNumber.Parse("and"));
    }

    [Fact]
    public void The_id_of_a_tree_covers_all_that_is_said_of_it()
    {
        var tree = _world.Tree;
        CredentialTree[] others =
        [
            new(ProofWorld.Anna, tree.Name, tree.Attributes, tree.Depth, tree.Root), new(tree.Issuer, "adult", tree.Attributes, tree.Depth, tree.Root),
            new(tree.Issuer, tree.Name, [.. tree.Attributes.Reverse()], tree.Depth, tree.Root), new(tree.Issuer, tree.Name, tree.Attributes, 5, tree.Root),
            new(tree.Issuer, tree.Name, tree.Attributes, tree.Depth, default),
        ];

        Assert.Equal(6, others.Append(tree).Select(one => one.Id).Distinct().Count());
        Assert.Throws<ProtocolException>(() => new CredentialTree(tree.Issuer, "x", [.. tree.Attributes, tree.Attributes[0]], 4, tree.Root));
    }

    [Fact]
    public void The_record_says_the_last_two_ids_and_the_same_one_pushes_none_out()
    {
        Bytes32 first = Bytes32.Read([.. Enumerable.Repeat((byte)1, 32)]), second = Bytes32.Read([.. Enumerable.Repeat((byte)2, 32)]);
        var once = CredentialRoots.Read(CredentialRoots.Write(first, []));
        var twice = CredentialRoots.Read(CredentialRoots.Write(second, once));

        Assert.Equal<Bytes32>([first], once);
        Assert.Equal<Bytes32>([second, first], twice);
        Assert.Equal<Bytes32>([second, first], CredentialRoots.Read(CredentialRoots.Write(second, twice)));
        Assert.Equal<Bytes32>([default, second], CredentialRoots.Read(CredentialRoots.Write(default, twice)));
        foreach (var length in (int[])[0, 31, 33, 63, 96]) Assert.Throws<ProtocolException>(() => CredentialRoots.Read(new byte[length]));
    }

    [Fact]
    public void A_credential_comes_back_from_its_file_and_an_altered_one_does_not()
    {
        foreach (var one in (Credential[])[_world.Named, _world.Anonymous, _world.Child])
        {
            var read = CredentialFileText.Parse(CredentialFileText.Of(one));
            Assert.Equal((one.Tree.Id, one.Holder, one.Place, one.Secret), (read.Tree.Id, read.Holder, read.Place, read.Secret));
            Assert.Equal<int>(one.Values, read.Values);
        }

        var text = CredentialFileText.Of(_world.Named);
        Assert.Throws<ProtocolException>(() => CredentialFileText.Parse(text.Replace("credential", "proof", StringComparison.Ordinal)));
        Assert.Throws<ProtocolException>(() => CredentialFileText.Parse(text + new string('A', CredentialFileText.MaxLength)));
        var letters = text.ToCharArray();
        letters[^40] = letters[^40] == 'A' ? 'B' : 'A';
        Assert.Throws<ProtocolException>(() => CredentialFileText.Parse(new string(letters)));
    }
}

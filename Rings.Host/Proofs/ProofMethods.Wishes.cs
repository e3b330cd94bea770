using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Host.Proofs;

/// <content>Proofs that the verifier begins, and rules by which they are taken and given.</content>
internal sealed partial class ProofMethods
{
    private async Task<JsonNode?> AskForAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var prover = read.DidOf(arguments, "from");
        var wish = InWords(() => WishOf(arguments));
        var reply = await AskAsync(() => proofs.RunAsync(new AskForProof(prover, wish), cancel));
        return reply.Id is { } id
            ? new JsonObject { ["id"] = id.ToString(), ["claim"] = wish.Claim }
            : throw ProofWords.ErrorOf(reply.Outcome);
    }

    private async Task<JsonNode?> AnswerAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var id = IdOf(arguments);
        var asked = (await AskAsync(() => proofs.ViewAsync(cancel))).Asked.FirstOrDefault(one => one.Id == id)
            ?? throw ProofWords.ErrorOf(ProofOutcome.Unknown);
        switch (asked.Wish)
        {
            case CredentialWish wish:
                return await AnswerAsync(asked.From, wish, arguments, cancel);

            case PreimageWish wish:
                var (file, witness) = InWords(() => ProofPreimage.Read(wish.Hash.ToString(), arguments.Text("file")));
                return await OfferAsync(new OfferProof(asked.From, file, witness), cancel);

            default:
                var key = InWords(() => KeyOf(arguments));
                return await OfferAsync(new OfferProof(asked.From, InWords(() => key.OwnOf(read.Self)), key.Witness), cancel);
        }
    }

    private async Task<JsonNode?> AnswerAsync(Did verifier, CredentialWish wish, JsonRpcArguments arguments, CancellationToken cancel)
    {
        var own = InWords(() => OwnOf(arguments.OptionalText("credential") ?? HeldFor(wish)));
        var tree = own.Credential.Tree;
        if ((tree.Issuer, tree.Name, own.Credential.IsAnonymous) != (wish.Issuer, wish.Name, wish.IsAnonymous))
            throw new JsonRpcException(JsonRpcError.Refused, $"It is another credential than is asked for: that one is {wish.Claim}.");
        var known = await roots.ReadAsync(tree, arguments.OptionalText("root"), cancel);
        var statement = InWords(() => own.Prove(wish.Rule, verifier, wish.Words, known));
        return await OfferAsync(new OfferProof(verifier, statement, new CredentialWitness(own.Credential)), cancel);
    }

    /// <summary>The file of the credential that is asked for, in the node's own folder.</summary>
    private string HeldFor(CredentialWish wish)
    {
        var folder = new CredentialFolder(data);
        foreach (var file in folder.Names.Select(folder.Find))
        {
            var tree = OwnCredential.Read(file).Credential.Tree;
            if ((tree.Issuer, tree.Name) == (wish.Issuer, wish.Name)) return file;
        }

        throw new UserErrorException($"there is no credential '{wish.Name}' of {wish.Issuer} here: name its file, --credential FILE");
    }

    private async Task<JsonNode?> AllowAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var own = InWords(() => OwnOf(arguments.Text("credential")));
        var (rule, words) = (arguments.OptionalText("rule") ?? "", arguments.OptionalText("tag"));
        var known = await roots.ReadAsync(own.Credential.Tree, arguments.OptionalText("root"), cancel);
        // Said now rather than when somebody asks: whether the rule is one, and holds.
        var statement = InWords(() => own.Prove(rule, read.Self, words, known));
        return await RunAsync(new AllowProof(own.Credential, statement.Rule, words), cancel);
    }

    private OwnCredential OwnOf(string file) => OwnCredential.Read(file).RequireProver(read.Self, data.Path);

    /// <summary>What a rule takes: membership in a list, or a credential.</summary>
    private ProofWish TakenOf(JsonRpcArguments arguments)
    {
        if (arguments.Has("credential")) return CredentialOf(arguments);
        var (lines, words) = (ListOf(arguments).ToList(), arguments.OptionalText("tag"));
        if (!ProofWords.HasEdwards(lines)) return new MembershipWish(ProofWords.KeysOf(lines), words);
        return words is null
            ? new MixedMembershipWish(new AnyStatement(ProofWords.PartsOf(lines)))
            : throw new UserErrorException("--tag: not with Ed25519 keys in the list");
    }

    private ProofWish WishOf(JsonRpcArguments arguments)
    {
        if (arguments.Has("credential")) return CredentialOf(arguments);
        return arguments.Has("preimage")
            ? new PreimageWish(arguments.Parsed<Bytes32>("preimage", "64 hex digits", Bytes32.TryParse))
            : new OwnWish();
    }

    private CredentialWish CredentialOf(JsonRpcArguments arguments)
    {
        var words = arguments.OptionalText("tag");
        try
        {
            return new(
                read.DidOf(arguments, "issuer"), arguments.Text("credential"), arguments.OptionalText("rule") ?? "",
                arguments.Flag("anonymous", ifAbsent: words is not null), words);
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"{wrong.Field.Split('.')[^1]}: {wrong.Message}", wrong);
        }
    }
}

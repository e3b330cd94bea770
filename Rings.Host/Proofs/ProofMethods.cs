using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Host.Proofs;

/// <summary>The JSON-RPC methods of proofs: <c>docs/json-rpc.md</c>.</summary>
/// <param name="proofs">The proofs beside the node.</param>
/// <param name="read">Reads Dids and names.</param>
/// <param name="ring">The ring.</param>
/// <param name="data">The node's files.</param>
/// <param name="passphrase">Opens the account's key, where it is under one.</param>
/// <param name="roots">Reads what issuers of credentials have published.</param>
/// <param name="circuits">The circuits of others that are here.</param>
internal sealed partial class ProofMethods(
    RingsProofs proofs, ArgumentReader read, RingId ring, DataFolder data, string? passphrase, CredentialRecords roots,
    CircuitBook circuits)
{
    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("proveOwn", ["did", "to", "key_file", "passphrase_file"], (arguments, cancel) => ProveAsync(
            arguments, (key, _) => key.OwnOf(read.DidOf(arguments, "did")), cancel)),
        new("proveOneOf", ["keys", "to", "tag", "key_file", "passphrase_file"], (arguments, cancel) => ProveAsync(
            arguments, (key, verifier) => OneOf(key, verifier, arguments), cancel)),
        new("provePreimage", ["hash", "to", "file"], (arguments, cancel) => OfferAsync(arguments, verifier =>
        {
            var (statement, witness) = ProofPreimage.Read(arguments.Text("hash"), arguments.Text("file"));
            return new(verifier, statement, witness);
        }, cancel)),
        new("listProofs", [], async (_, cancel) => ProofJson.All(await AskAsync(() => proofs.ViewAsync(cancel)))),
        new("proveCircuit", ["circuit", "inputs", "to"], (arguments, cancel) => OfferAsync(arguments, verifier =>
        {
            var (statement, witness) = CircuitFolder.Prove(CircuitFolder.Find(circuits, arguments.Text("circuit")), arguments.Text("inputs"));
            return new(verifier, statement, witness);
        }, cancel)),
        new("proveCredential", ["credential", "rule", "to", "tag", "root"], ProveCredentialAsync),
        new("acceptProof", ["id", "root"], AcceptAsync),
        new("refuseProof", ["id"], (arguments, cancel) => RunAsync(new RefuseProof(IdOf(arguments)), cancel)),
        new("takeProofs", ["keys", "issuer", "credential", "rule", "anonymous", "tag"], (arguments, cancel) => RunAsync(
            new TakeProofs(InWords(() => TakenOf(arguments))), cancel)),
        new("askForProof", ["from", "preimage", "issuer", "credential", "rule", "anonymous", "tag"], AskForAsync),
        new("answerProof", ["id", "credential", "root", "file", "key_file", "passphrase_file"], AnswerAsync),
        new("allowProof", ["credential", "rule", "tag", "root"], AllowAsync),
        new("verifyProof", ["proof", "root"], VerifyAsync),
    ];

    private Task<JsonNode?> ProveAsync(
        JsonRpcArguments arguments, Func<ProofKey, Did, ProofStatement> of, CancellationToken cancel) =>
        OfferAsync(arguments, verifier =>
        {
            var key = KeyOf(arguments);
            return new(verifier, of(key, verifier), key.Witness);
        }, cancel);

    private ProofKey KeyOf(JsonRpcArguments arguments) => arguments.OptionalText("key_file") is { } path
        ? ProofKey.Read(path, PassphraseText.Read(arguments.OptionalText("passphrase_file")))
        : ProofKey.Read(data.KeyFile, passphrase);

    private Task<JsonNode?> OfferAsync(JsonRpcArguments arguments, Func<Did, OfferProof> make, CancellationToken cancel)
    {
        var verifier = read.DidOf(arguments, "to");
        return OfferAsync(InWords(() => make(verifier)), cancel);
    }

    private async Task<JsonNode?> OfferAsync(OfferProof offer, CancellationToken cancel)
    {
        var reply = await AskAsync(() => proofs.RunAsync(offer, cancel));
        return reply.Id is { } id
            ? new JsonObject { ["id"] = id.ToString(), ["claim"] = offer.Statement.Claim }
            : throw ProofWords.ErrorOf(reply.Outcome);
    }

    /// <summary>Under a Did of the list the proof would say who is who.</summary>
    private ProofStatement OneOf(ProofKey key, Did verifier, JsonRpcArguments arguments)
    {
        var statement = key.OneOf(ListOf(arguments), verifier, arguments.OptionalText("tag"));
        return !statement.Lists(read.Self)
            ? statement
            : throw new UserErrorException(
                $"this node runs as {read.Self}, which is in the list: whoever is shown the proof would know which one you are. Run a node "
                + "under a Did of one use (rings run --data-dir NEW-FOLDER) and name the member's key there: --key FILE");
    }

    private async Task<JsonNode?> ProveCredentialAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var own = InWords(() => OwnCredential.Read(arguments.Text("credential")));
        InWords(() => own.RequireProver(read.Self, data.Path));
        var known = await roots.ReadAsync(own.Credential.Tree, arguments.OptionalText("root"), cancel);
        return await OfferAsync(arguments, verifier => new(
            verifier, own.Prove(arguments.OptionalText("rule") ?? "", verifier, arguments.OptionalText("tag"), known),
            new CredentialWitness(own.Credential)), cancel);
    }

    /// <summary>What speaks of a tree of credentials is taken only where its id was read here, not where the prover names it.</summary>
    private async Task<JsonNode?> AcceptAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var id = IdOf(arguments);
        var tree = (await AskAsync(() => proofs.ViewAsync(cancel))).Requests.FirstOrDefault(one => one.Id == id)?.Tree;
        return await RunAsync(
            new AcceptProof(id, tree is null ? [] : await roots.ReadAsync(tree, arguments.OptionalText("root"), cancel)), cancel);
    }

    private async Task<JsonNode?> VerifyAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var text = arguments.Text("proof");
        ProofFile proof;
        try
        {
            proof = ProofFileText.Parse(text, circuits);
        }
        catch (ProtocolException wrong)
        {
            throw JsonRpcArguments.Wrong("proof", wrong.Message);
        }

        var known = proof.Statement.Tree is { } tree ? await roots.ReadAsync(tree, arguments.OptionalText("root"), cancel) : [];
        var verdict = proof.Check(ring, read.Self, Instant.From(TimeProvider.System.GetUtcNow()), known.AsSpan());
        return verdict == ProofVerdict.Accepted
            ? ProofJson.Accepted(proof)
            : throw new JsonRpcException(JsonRpcError.Refused, ProofWords.Of(verdict, proof));
    }

    private async Task<JsonNode?> RunAsync(IProofCommand command, CancellationToken cancel)
    {
        var reply = await AskAsync(() => proofs.RunAsync(command, cancel));
        return reply.Outcome == ProofOutcome.Done ? new JsonObject { ["done"] = true } : throw ProofWords.ErrorOf(reply.Outcome);
    }

    /// <exception cref="JsonRpcException">What was asked for is none, or cannot be made here: in words.</exception>
    private static T InWords<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception wrong) when (wrong is UserErrorException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new JsonRpcException(JsonRpcError.Refused, $"{char.ToUpperInvariant(wrong.Message[0])}{wrong.Message[1..]}.");
        }
    }

    private static Task<T> AskAsync<T>(Func<Task<T>> ask) => SovereignCalls.AskAsync(ask, "The node's proofs");

    private static IEnumerable<string> ListOf(JsonRpcArguments arguments) =>
        arguments.List("keys", OneOfStatement.MaxKeys).Select(key => key.ToString());

    private static SecretId IdOf(JsonRpcArguments arguments) => SovereignCalls.IdOf(arguments, "id");
}

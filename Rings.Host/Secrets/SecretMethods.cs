using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Protocol;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Host.Secrets;

/// <summary>The JSON-RPC methods of secrets: <c>docs/json-rpc.md</c>.</summary>
/// <param name="secrets">The keeper.</param>
/// <param name="read">Reads Dids and names.</param>
/// <param name="key">The account's key, for those who split it.</param>
/// <param name="ring">The ring's name, for the sheet.</param>
/// <param name="seeds">Where the ring is joined, for the sheet.</param>
internal sealed class SecretMethods(
    RingsSecrets secrets, ArgumentReader read, OwnKey key, string ring, ImmutableArray<string> seeds)
{
    private const int DefaultDelay = 24;

    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("splitSecret", ["guardians", "k", "delay_hours", "key", "data", "label"], SplitAsync),
        new("listSecrets", [], async (_, cancel) =>
            SecretJson.Own((await ViewAsync(cancel)).Owner, Instant.From(TimeProvider.System.GetUtcNow()))),
        new("refreshSecret", ["id", "guardians", "k", "delay_hours"], RefreshAsync),
        new("forgetSecret", ["id"], (arguments, cancel) => RunAsync(new ForgetSecret(SovereignCalls.IdOf(arguments, "id")), cancel)),
        new("probeSecret", ["id"], ProbeAsync),
        new("vetoClaim", ["claim"], (arguments, cancel) => RunAsync(new VetoClaim(SovereignCalls.IdOf(arguments, "claim")), cancel)),
        new("acceptOwner", ["did"], (arguments, cancel) => RunAsync(new AcceptOwner(read.DidOf(arguments, "did")), cancel)),
        new("expectClaimant", ["did"], (arguments, cancel) =>
            RunAsync(new ExpectClaimant(read.DidOf(arguments, "did")), cancel)),
        new("listKept", [], async (_, cancel) => SecretJson.Kept((await ViewAsync(cancel)).Guardian)),
        new("approveClaim", ["claim", "words", "despite_veto"], (arguments, cancel) => RunAsync(new ApproveClaim(
            SovereignCalls.IdOf(arguments, "claim"), WordsOf(arguments), arguments.Flag("despite_veto", ifAbsent: false)), cancel)),
        new("refuseClaim", ["claim"], (arguments, cancel) => RunAsync(new RefuseClaim(SovereignCalls.IdOf(arguments, "claim")), cancel)),
        new("eraseKept", ["owner", "id"], (arguments, cancel) =>
            RunAsync(new EraseKept(read.DidOf(arguments, "owner"), SovereignCalls.IdOf(arguments, "id")), cancel)),
        new("recoverSecret", ["sheet", "rehearsal"], RecoverAsync),
        new("listRecoveries", [], async (_, cancel) => SecretJson.Recoveries((await ViewAsync(cancel)).Recovery)),
        new("takeRecovered", ["owner", "id"], TakeAsync),
        new("cancelRecovery", ["owner", "id"], (arguments, cancel) =>
            RunAsync(new CancelRecovery(read.DidOf(arguments, "owner"), SovereignCalls.IdOf(arguments, "id")), cancel)),
    ];

    private async Task<JsonNode?> SplitAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var order = new SplitOrder(
            GuardiansOf(arguments), (int)arguments.Number("k", ifAbsent: 3, Feldman.MinThreshold, Feldman.MaxCount),
            (int)arguments.Number("delay_hours", DefaultDelay, 0, SecretCodec.MaxDelayHours));
        var label = arguments.OptionalText("label") ?? (arguments.Flag("key", ifAbsent: false) ? "node.key, as a number" : "node.key");
        ISecretCommand command = arguments.Flag("key", ifAbsent: false)
            ? new SplitKey(label, key.ReadScalar(), order)
            : new SplitPayload(
                label, arguments.OptionalText("data") is null ? key.ReadFile() : ArgumentReader.Base64Of(arguments, "data"), order);
        var reply = await AskAsync(() => secrets.RunAsync(command, cancel));
        return reply.Id is { } id ? await SheetAsync(id, cancel) : throw SecretWords.ErrorOf(reply.Outcome);
    }

    private async Task<JsonNode?> RefreshAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var id = SovereignCalls.IdOf(arguments, "id");
        if ((await ViewAsync(cancel)).Owner.Secrets.GetValueOrDefault(id) is not { Latest: { } latest } secret)
            throw SecretWords.ErrorOf(SecretOutcome.Unknown);
        var order = new SplitOrder(
            arguments.Has("guardians") ? GuardiansOf(arguments) : latest.Guardians,
            (int)arguments.Number("k", latest.Commitments.Threshold, Feldman.MinThreshold, Feldman.MaxCount),
            (int)arguments.Number("delay_hours", latest.DelayHours, 0, SecretCodec.MaxDelayHours));
        var number = secret.Mode == SecretMode.Key ? key.ReadScalar() : null;
        await RunAsync(new RefreshSecret(id, number, order), cancel);
        return await SheetAsync(id, cancel);
    }

    private async Task<JsonNode?> ProbeAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var probed = await AskAsync(() => secrets.ProbeAsync(new ProbeSecret(SovereignCalls.IdOf(arguments, "id")), cancel));
        if (probed.Outcome != SecretOutcome.Done) throw SecretWords.ErrorOf(probed.Outcome);
        return new JsonArray([.. probed.Results.OrderBy(result => result.Key.ToString()).Select(result => new JsonObject
        {
            ["did"] = result.Key.ToString(),
            ["proven"] = result.Value == Sovereign.Proofs.ProofResult.Accepted,
            ["result"] = result.Value.ToString(),
        })]);
    }

    private async Task<JsonNode?> RecoverAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var sheet = SheetOf(arguments);
        if (sheet.RingName != ring)
            throw JsonRpcArguments.Wrong("sheet", $"The sheet is for ring '{JsonRpcArguments.Shown(sheet.RingName)}'; this node is in '{ring}'.");
        var isRehearsal = arguments.Flag("rehearsal", ifAbsent: false);
        var reply = await AskAsync(() => secrets.RunAsync(new BeginRecovery(sheet, isRehearsal), cancel));
        // What is under way goes on: whoever asks again wants to see how far it is, but not by a rehearsal, which ends.
        var isUnderWay = reply.Outcome == SecretOutcome.Ignored && !isRehearsal;
        if (reply.Outcome != SecretOutcome.Done && !isUnderWay) throw SecretWords.ErrorOf(reply.Outcome);
        return new JsonObject { ["owner"] = sheet.Owner.ToString(), ["id"] = sheet.Id.ToString() };
    }

    private async Task<JsonNode?> TakeAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var place = (read.DidOf(arguments, "owner"), SovereignCalls.IdOf(arguments, "id"));
        if ((await ViewAsync(cancel)).Recovery.Tasks.GetValueOrDefault(place) is not { } task)
            throw SecretWords.ErrorOf(SecretOutcome.Unknown);
        var recovered = SecretRecovery.Combine(task);
        return recovered.Secret is { } secret
            ? new JsonObject
            {
                ["mode"] = recovered.Mode == SecretMode.Key ? "key" : "sealed",
                ["data"] = Convert.ToBase64String(secret),
            }
            : throw new JsonRpcException(
                JsonRpcError.NotReady, $"{recovered.Good} good shares are here; {recovered.Needed} are needed.");
    }

    private async Task<JsonNode?> SheetAsync(SecretId id, CancellationToken cancel)
    {
        var owner = (await ViewAsync(cancel)).Owner;
        var version = owner.Secrets[id].Pending ?? owner.Secrets[id].Current!;
        var sheet = new RecoverySheet(
            owner.Place.Self, id, version.Commitments.Threshold, version.Guardians,
            RecoverySheet.CheckOf(version.Commitments), ring, seeds);
        return new JsonObject { ["id"] = id.ToString(), ["version"] = version.Version, ["sheet"] = sheet.ToString() };
    }

    private async Task<JsonNode?> RunAsync(ISecretCommand command, CancellationToken cancel)
    {
        var reply = await AskAsync(() => secrets.RunAsync(command, cancel));
        return reply.Outcome == SecretOutcome.Done ? new JsonObject { ["done"] = true } : throw SecretWords.ErrorOf(reply.Outcome);
    }

    private Task<SecretsView> ViewAsync(CancellationToken cancel) => AskAsync(() => secrets.ViewAsync(cancel));

    private static Task<T> AskAsync<T>(Func<Task<T>> ask) => SovereignCalls.AskAsync(ask, "The keeper of secrets");

    private ImmutableArray<Did> GuardiansOf(JsonRpcArguments arguments) =>
    [
        .. arguments.List("guardians", Feldman.MaxCount).Select(element => read.DidOf(
            element.ValueKind == System.Text.Json.JsonValueKind.String
                ? element.GetString()!
                : throw JsonRpcArguments.Missing("guardians", "an array of Dids or names"), "guardians")),
    ];

    private static ClaimWords WordsOf(JsonRpcArguments arguments)
    {
        var words = arguments.List("words", ClaimWords.Count).Select(word => word.ToString()).ToList();
        return ClaimWords.TryParse(words, out var parsed)
            ? parsed
            : throw JsonRpcArguments.Missing("words", "the four words that the claimant said");
    }

    private static RecoverySheet SheetOf(JsonRpcArguments arguments)
    {
        try
        {
            return RecoverySheet.Parse(arguments.Text("sheet"));
        }
        catch (ProtocolException wrong)
        {
            throw JsonRpcArguments.Wrong("sheet", wrong.Message);
        }
    }
}

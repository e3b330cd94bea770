using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;
using static Rings.Sovereign.Actors.Public.RingsGroupsProtocol;

namespace Rings.Host.Groups;

/// <summary>The JSON-RPC methods of groups: <c>docs/json-rpc.md</c>.</summary>
/// <param name="groups">The node's part in groups.</param>
/// <param name="read">Reads Dids and names.</param>
/// <param name="time">The clock.</param>
internal sealed class GroupMethods(RingsGroups groups, ArgumentReader read, TimeProvider time)
{
    private Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("createGroup", ["label", "k", "members"], CreateAsync),
        new("joinGroup", ["id"], (arguments, cancel) => RunAsync(new JoinGroup(SovereignCalls.IdOf(arguments, "id")), cancel)),
        new("forgetGroup", ["id"], (arguments, cancel) => RunAsync(new ForgetGroup(SovereignCalls.IdOf(arguments, "id")), cancel)),
        new("listGroups", [], async (_, cancel) => GroupJson.All(await MemberAsync(cancel), Now)),
        new("groupCard", ["id"], async (arguments, cancel) =>
        {
            var key = await KeyAsync(SovereignCalls.IdOf(arguments, "id"), cancel);
            return new JsonObject { ["did"] = key.Did.ToString(), ["card"] = GroupCard.Of(key) };
        }),
        new("proposeToGroup", ["id", "delegation", "text", "revoke"], ProposeAsync),
        new("refreshGroup", ["id", "without"], (arguments, cancel) => ChangeAsync(arguments, [], [], 0, cancel)),
        new("changeGroup", ["id", "add", "remove", "k", "without"], (arguments, cancel) => ChangeAsync(
            arguments, read.DidsOf(arguments, "add", Feldman.MaxCount), read.DidsOf(arguments, "remove", Feldman.MaxCount),
            (int)arguments.Number("k", ifAbsent: 0, Feldman.MinThreshold, Feldman.MaxCount), cancel)),
        new("decideGroupRequest", ["id", "request", "approve"], (arguments, cancel) => RunAsync(
            new DecideRequest(new(SovereignCalls.IdOf(arguments, "id"), SovereignCalls.IdOf(arguments, "request")), arguments.Flag("approve", ifAbsent: true)), cancel)),
        new("setGroupPolicy", ["id", "renew"], (arguments, cancel) =>
            RunAsync(new SetGroupPolicy(SovereignCalls.IdOf(arguments, "id"), arguments.Flag("renew", ifAbsent: true)), cancel)),
        new("groupRenewal", [], async (_, cancel) => GroupJson.Renewal(await MemberAsync(cancel))),
    ];

    private async Task<JsonNode?> CreateAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var named = read.DidsOf(arguments, "members", Feldman.MaxCount);
        ImmutableArray<Did> members = named.Contains(read.Self) ? named : [read.Self, .. named];
        var command = new CreateGroup(
            arguments.Text("label"), (int)arguments.Number("k", ifAbsent: 2, Feldman.MinThreshold, Feldman.MaxCount), members);
        var reply = await AskAsync(() => groups.RunAsync(command, cancel));
        return reply.Id is { } id ? new JsonObject { ["id"] = id.ToString() } : throw GroupWords.ErrorOf(reply.Outcome);
    }

    private async Task<JsonNode?> ProposeAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var id = SovereignCalls.IdOf(arguments, "id");
        var subject = await SubjectAsync(arguments, id, cancel);
        var reply = await AskAsync(() => groups.RunAsync(new ProposeToGroup(id, subject), cancel));
        return reply.Id is { } request
            ? new JsonObject { ["request"] = request.ToString(), ["text"] = subject.Text }
            : throw GroupWords.ErrorOf(reply.Outcome);
    }

    private async Task<JsonNode?> ChangeAsync(
        JsonRpcArguments arguments, ImmutableArray<Did> add, ImmutableArray<Did> remove, int k, CancellationToken cancel)
    {
        var id = SovereignCalls.IdOf(arguments, "id");
        var old = (await KeyAsync(id, cancel)).Plan.Members;
        if (remove.Except(old).ToList() is [var stranger, ..])
            throw JsonRpcArguments.Wrong("remove", $"{stranger} is no member.");
        ImmutableArray<Did> members = [.. old.Except(remove), .. add.Except(old).Distinct()];
        var order = new GroupChangeOrder(members, k, read.DidsOf(arguments, "without", Feldman.MaxCount));
        var reply = await AskAsync(() => groups.RunAsync(new ChangeGroup(id, order), cancel));
        if (reply.Id is not { } request) throw GroupWords.ErrorOf(reply.Outcome);
        return new JsonObject
        {
            ["request"] = request.ToString(),
            ["text"] = (await MemberAsync(cancel)).Requests.GetValueOrDefault(new(id, request))?.Proposal.Subject.Text,
        };
    }

    private async Task<SigningSubject> SubjectAsync(JsonRpcArguments arguments, SecretId id, CancellationToken cancel)
    {
        if (arguments.Has("delegation")) return new SigningSubject.DelegateTo(DraftOf(arguments));
        if (arguments.OptionalText("text") is { } text) return new SigningSubject.Plain(text);
        if (!arguments.Flag("revoke", ifAbsent: false)) throw JsonRpcArguments.Wrong("delegation", "Expected delegation, text or revoke.");
        var key = await KeyAsync(id, cancel);
        return new SigningSubject.Revoke(new RevocationDraft(
            AccountKind.Ed25519, key.Did, key.Key.Encoded, key.Plan.Ring, Now, RandomNumberGenerator.GetBytes(Delegation.NonceBytes)));
    }

    private static DelegationDraft DraftOf(JsonRpcArguments arguments)
    {
        try
        {
            return GroupCodec.ReadDraft(ArgumentReader.Base64Of(arguments, "delegation"));
        }
        catch (ProtocolException wrong)
        {
            throw JsonRpcArguments.Wrong("delegation", wrong.Message);
        }
    }

    private async Task<GroupKey> KeyAsync(SecretId id, CancellationToken cancel) =>
        (await MemberAsync(cancel)).Groups.GetValueOrDefault(id)?.Key ?? throw GroupWords.ErrorOf(GroupOutcome.Unknown);

    private async Task<GroupMember> MemberAsync(CancellationToken cancel) => (await AskAsync(() => groups.ViewAsync(cancel))).Member;

    private async Task<JsonNode?> RunAsync(IGroupCommand command, CancellationToken cancel)
    {
        var reply = await AskAsync(() => groups.RunAsync(command, cancel));
        return reply.Outcome == GroupOutcome.Done ? new JsonObject { ["done"] = true } : throw GroupWords.ErrorOf(reply.Outcome);
    }

    private static Task<T> AskAsync<T>(Func<Task<T>> ask) => SovereignCalls.AskAsync(ask, "The node's part in groups");
}

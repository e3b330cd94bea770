using System.Text.Json.Nodes;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of page 11, groups: a key without a dealer, a signature, new shares, every message, and what is refused.</summary>
internal static class GroupVectors
{
    private static readonly SecretId Id = SecretId.Read(Bytes(0x80, 16));
    private static readonly SecretId Request = SecretId.Read(Bytes(0xA0, 16));

    public static JsonObject Make()
    {
        var world = new GroupTalk(Id);
        var plan = world.Generate();
        var statements = world.TakeStatements();
        var key = world.GroupOf(0).Key;
        var generation = new JsonObject
        {
            ["members"] = new JsonArray([.. plan.Members.Select(member => (JsonNode)member.ToString())]),
            ["k"] = plan.Threshold,
            ["plan"] = Hex(GroupCodec.Write(new GroupMessage.Invite(plan))),
            ["hash"] = Hex(plan.Hash),
            ["statements"] = statements,
            ["shares"] = world.Shares(),
            ["key"] = Hex(key.Key.Encoded),
            ["did"] = key.Did.ToString(),
            ["card"] = GroupCard.Of(key),
        };
        var signing = Sign(world, new(Id, Request));
        var change = Change(world, new(Id, SecretId.Read(Bytes(0xB0, 16))));
        return new()
        {
            ["description"] = "Rings/1: Dids owned by groups, bytes in hex; docs/protocol/11-groups.md",
            ["generation"] = generation,
            ["signing"] = signing,
            ["change"] = change,
            ["messages"] = new JsonArray([.. world.Said.Concat(
                [GroupCodec.Write(new GroupMessage.Stop(Id) { Version = 1 }), GroupCodec.Write(new GroupMessage.Card(world.GroupOf(0).Key) { Version = 1 })])
                .Select(bytes => Hex(bytes)).Distinct().Select(hex => (JsonNode)hex)]),
            ["refused"] = new JsonArray([.. Refused(world.GroupOf(0).Key).Select(bytes => (JsonNode)Hex(bytes))]),
        };
    }

    private static JsonObject Sign(GroupTalk world, RequestId id)
    {
        const string Text = "We, the two.";
        var signature = world.Sign(id, member => member.Propose(id, new SigningSubject.Plain(Text), GroupTalk.Now));
        return new() { ["text"] = Text, ["signature"] = Hex([.. signature]), ["messages"] = world.TakeSigning() };
    }

    private static JsonObject Change(GroupTalk world, RequestId id)
    {
        var signature = world.Sign(id, member => member.ProposeChange(id, new([], 0, []), GroupTalk.Now));
        var key = world.GroupOf(0).Key;
        return new()
        {
            ["text"] = new SigningSubject.ChangeShares(key.Plan).Text,
            ["signature"] = Hex([.. signature]),
            ["plan"] = Hex(GroupCodec.Write(new GroupMessage.Invite(key.Plan) { Version = 1 })),
            ["hash"] = Hex(key.Plan.Hash),
            ["statements"] = world.TakeStatements(),
            ["shares"] = world.Shares(),
            ["key"] = Hex(key.Key.Encoded),
        };
    }

    private static IEnumerable<byte[]> Refused(GroupKey key)
    {
        var (plan, change) = (key.Plan, key.Plan.Change!);
        byte[] Plan(GroupPlan one) => GroupCodec.Write(new GroupMessage.Invite(one) { Version = one.Version });
        yield return Plan(plan with { Threshold = 1 });
        yield return Plan(plan with { Threshold = 3 });
        yield return Plan(plan with { Members = [plan.Members[0], plan.Members[0]] });
        yield return Plan(plan with { Label = "" });
        yield return Plan(plan with { Label = new string('x', GroupPlan.MaxLabel + 1) });
        yield return Plan(plan with { Change = change with { From = 1 } });
        yield return Plan(plan with { Change = change with { Dealers = change.Dealers[..1] } });
        yield return Plan(plan with { Change = change with { Dealers = [.. change.Dealers.Reverse()] } });
        yield return Plan(plan with { Change = change with { Leaving = [plan.Members[0]] } });
        yield return Plan(plan with { Change = change with { Signature = [1] } });
        yield return GroupCodec.Write(new GroupMessage.Invite(plan) { Version = 2 });
        yield return GroupCodec.Write(new GroupMessage.Card(key with { Shares = key.Shares[..1] }) { Version = 1 });
        yield return GroupCodec.Write(new GroupMessage.Answer(Id, Request, default, 0));
        yield return GroupCodec.Write(new GroupMessage.List(Id, Request, Id, default, [new(1, default, default)]));
        yield return GroupCodec.Write(new GroupMessage.List(Id, Request, Id, default, [new(0, default, default), new(1, default, default)]));
        yield return GroupCodec.Write(new GroupMessage.Signature(Id, Request, [1]));
        yield return GroupCodec.Write(new GroupMessage.Nonces(
            Id, Request, Id, Edwards25519Point.OfSecret(Edwards25519Scalar.Zero), key.Key));
        yield return Field(1, []);
        yield return [];
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Identity;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Sharing;

namespace Rings.Host.Commands;

/// <summary><c>rings group</c>: Dids that k of n members own together.</summary>
internal static class GroupCommands
{
    internal const string Left = "whether it was done is not known: rings group list";

    internal static readonly Argument<string> Id = new("id") { Description = "The group's id: rings group list" };
    private static readonly Argument<string> Request = new("request") { Description = "The request: rings group show ID" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var group = new Command("group", "A Did that k of n people own together: make it, sign for it, let a node run for it");
        foreach (var command in (IEnumerable<Command>)[Make(), Join(), List(), Show(), Card(), Propose(), Decide("approve", "Sign what the group is asked to sign", true), Decide("refuse", "Do not sign it", false), Policy(), GroupChangeCommands.Refresh(), GroupChangeCommands.Change(), Forget(), Session(), Renewal()])
            group.Subcommands.Add(command);
        return group;
    }

    private static Command Make()
    {
        var label = new Argument<string>("label") { Description = "What it is called: all members see it" };
        var members = new Option<string[]>("--members")
        {
            Description = "The other members, by Dids or names, with commas between them",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var k = WholeNumbers.Option("-k", "How many of them sign", 2, Feldman.MinThreshold, Feldman.MaxCount);
        var create = new Command("create", "Ask others to own a Did together with you; it stands when all have joined, within a day") { label, members, k };
        create.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var made = (await node.CallAsync("createGroup", new()
            {
                ["label"] = context.Parsed.GetValue(label),
                ["k"] = context.Parsed.GetValue(k),
                ["members"] = SecretCommands.ListOf(context.Parsed.GetValue(members)!),
            }, cancel))!;
            context.Print(made, terminal =>
            {
                terminal.WriteLine("Any of these members, as many as sign, can do all in the group's name, and nobody can show which of them did. Nobody has audited this.");
                terminal.WriteLine($"Each other member says: rings group join {made["id"]}. How far it is: rings group show {made["id"]}");
            });
        }, Left));
        return create;
    }

    private static Command Join() => SecretCommands.Says(
        new("join", "Own a Did together with those who ask you to") { Id }, "joinGroup", OfId,
        parsed => $"you are in. When all are, the group stands: rings group show {parsed.GetValue(Id)}", Left);

    private static Command Forget() => SecretCommands.Says(
        new("forget", "Erase all that this node has of a group, its share too; the others have one member fewer") { Id }, "forgetGroup", OfId,
        _ => "forgotten. Tell the other members", Left);

    private static Command List()
    {
        var list = new Command("list", "The groups of this node, and those that it is asked to join");
        list.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var groups = (await node.CallAsync("listGroups", [], cancel))!;
            context.Print(groups, terminal => GroupPages.List(terminal, groups.AsArray()));
        }));
        return list;
    }

    private static Command Show()
    {
        var show = new Command("show", "One group: its members, and what it is asked to sign") { Id };
        show.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var id = context.Parsed.GetValue(Id);
            var group = (await node.CallAsync("listGroups", [], cancel))!.AsArray().FirstOrDefault(one => (string?)one!["id"] == id)
                ?? throw new UserErrorException($"there is no group {id}: rings group list");
            var names = await node.NamesAsync(cancel);
            context.Print(group, terminal => GroupPages.Show(terminal, group, names));
        }));
        return show;
    }

    private static Command Card()
    {
        var card = new Command("card", "Print what a machine needs that is to run for the group; nothing of it is secret") { Id };
        card.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var printed = (await node.CallAsync("groupCard", OfId(context.Parsed), cancel))!;
            context.Print(printed, terminal => terminal.WriteLine((string)printed["card"]!));
        }));
        return card;
    }

    private static Command Propose()
    {
        var delegation = new Option<string?>("--delegation") { Description = "What 'rings group session' printed on the machine that is to run for the group" };
        var text = new Option<string?>("--any-text") { Description = "Any other text" };
        var revoke = new Option<bool>("--revoke") { Description = "Take all session keys of the group back, as of now" };
        var propose = new Command("propose", "Ask the members to sign; you approve it by that") { Id, delegation, text, revoke };
        propose.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var (parsed, call) = (context.Parsed, OfId(context.Parsed));
            if (parsed.GetValue(delegation) is { } draft) call["delegation"] = draft.Trim();
            if (parsed.GetValue(text) is { } words) call["text"] = words;
            if (parsed.GetValue(revoke)) call["revoke"] = true;
            if (call.Count != 2) throw new UserErrorException("say what the group is to sign, one thing: --delegation, --any-text or --revoke");
            using var node = context.Connect();
            var made = (await node.CallAsync("proposeToGroup", call, cancel))!;
            context.Print(made, terminal =>
            {
                foreach (var line in ((string)made["text"]!).Split('\n')) terminal.WriteLine("  " + Visible.Line(line));
                terminal.WriteLine($"The members are asked. Each that agrees says: rings group approve {parsed.GetValue(Id)} {made["request"]}");
            });
        }, Left));
        return propose;
    }

    private static Command Decide(string name, string description, bool isApproved) => SecretCommands.Says(
        new(name, description) { Id, Request }, "decideGroupRequest", parsed =>
        {
            var call = OfId(parsed);
            call["request"] = parsed.GetValue(Request);
            call["approve"] = isApproved;
            return call;
        }, parsed => isApproved ? $"approved. It is signed when enough members are there: rings group show {parsed.GetValue(Id)}" : "refused", Left);

    private static Command Policy()
    {
        var renew = new Argument<string>("renew") { Description = "on: this node signs renewals of the group's running node by itself, 12 times and half a year; off: no member does any more" };
        renew.AcceptOnlyFromAmong("on", "off");
        return SecretCommands.Says(
            new("policy", "Whether this node signs renewals by itself. Whoever steals the running node's session key can renew it as long: that is the price") { Id, renew },
            "setGroupPolicy", parsed =>
            {
                var call = OfId(parsed);
                call["renew"] = parsed.GetValue(renew) == "on";
                return call;
            }, parsed => parsed.GetValue(renew) == "on" ? "this node signs renewals by itself from now on" : "no renewals by policy any more; all members are told", Left);
    }

    private static Command Session()
    {
        var card = new Argument<string>("card") { Description = "The file with what 'rings group card' printed" };
        var life = WholeNumbers.Option("--life-s", "Seconds that the delegation lasts", (int)Delegation.DefaultLifetime.TotalSeconds, 10, (int)Delegation.MaxLifetime.TotalSeconds);
        var ring = IdentityOptions.Ring();
        var session = new Command("session", "Let this machine run for a group: print what the members are to sign") { card, life, ring };
        session.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var printed = await File.ReadAllTextAsync(context.Parsed.GetValue(card)!, cancel);
            var (key, identity) = (GroupCard.Parse(printed), new NodeIdentity(context.Data, TimeProvider.System));
            var draft = identity.BeginForGroup(
                key, RingId.OfPublic(context.Parsed.GetValue(ring)!), TimeSpan.FromSeconds(context.Parsed.GetValue(life)));
            await File.WriteAllTextAsync(context.Data.GroupCardFile, printed, cancel);
            var wanted = Convert.ToBase64String(new SigningSubject.DelegateTo(draft).DraftBytes);
            context.Print(new JsonObject { ["did"] = key.Did.ToString(), ["delegation"] = wanted, ["text"] = draft.Text }, terminal =>
            {
                terminal.WriteLine(wanted);
                Console.Error.WriteLine($"A member says: rings group propose {key.Plan.Id} --delegation (this line). When it is signed (rings group show): rings session complete SIGNATURE");
            });
        }));
        return session;
    }

    private static Command Renewal()
    {
        var renewal = new Command("renewal", "How far the members are with this node's next delegation, where it runs for a group");
        renewal.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var state = await node.CallAsync("groupRenewal", [], cancel);
            if (state is null) throw new UserErrorException("this node does not run for a group");
            context.Print(state, terminal => terminal.WriteLine(
                (string?)state["why"] is { } why ? Visible.Line($"not renewed yet: {why}")
                : (bool)state["signed"]! ? "renewed" : "no renewal is due"));
        }));
        return renewal;
    }

    internal static JsonObject OfId(ParseResult parsed) => new() { ["id"] = parsed.GetValue(Id) };
}

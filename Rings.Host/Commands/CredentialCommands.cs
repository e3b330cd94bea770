using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Proofs;
using Rings.Sovereign.Proofs.Credentials;

namespace Rings.Host.Commands;

/// <summary><c>rings credential</c>: those that one was given, and those that one gives.</summary>
internal static class CredentialCommands
{
    private static readonly Argument<string> Name = new("name") { Description = "Its name: rings credential list" };

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var credential = new Command("credential", "Credentials: give some to others, keep your own; rings prove credential shows one");
        foreach (var command in (Command[])[CredentialIssueCommand.Create(), Draw(), Add(), List(), Show(), Remove()])
            credential.Subcommands.Add(command);
        return credential;
    }

    private static Command Draw()
    {
        var name = new Argument<string>("name") { Description = "What you will call the credential" };
        var draw = new Command("draw", "Draw the secret of an anonymous credential, and print what its issuer needs: no more than that") { name };
        draw.SetAction(Run(context =>
        {
            var hash = new CredentialFolder(context.Data).Draw(context.Parsed.GetValue(name)!).ToString();
            context.Print(new JsonObject { ["hash"] = hash }, terminal => terminal.WriteLine(hash));
        }));
        return draw;
    }

    private static Command Add()
    {
        var file = new Argument<string>("file") { Description = "The file that the issuer gave you" };
        var name = new Option<string?>("--name") { Description = "What to call it (default: the issuer's name for it)" };
        var add = new Command("add", "Keep a credential that you were given; a newer file of it takes the older one's place") { file, name };
        add.SetAction(Run(context =>
        {
            var given = OwnCredential.Read(context.Parsed.GetValue(file)!).Credential;
            var called = context.Parsed.GetValue(name) ?? given.Tree.Name;
            var kept = new CredentialFolder(context.Data).Add(given, called);
            context.Print(Json(called, kept), terminal => terminal.WriteLine(
                $"kept as '{called}': credential '{kept.Tree.Name}' of {kept.Tree.Issuer}. Delete {context.Parsed.GetValue(file)} where others can read it"));
        }));
        return add;
    }

    private static Command List()
    {
        var list = new Command("list", "The credentials that you were given");
        list.SetAction(Run(context =>
        {
            var folder = new CredentialFolder(context.Data);
            var all = folder.Names.Select(name => (Name: name, OwnCredential.Read(folder.Find(name)).Credential)).ToList();
            context.Print(new JsonArray([.. all.Select(one => (JsonNode)Json(one.Name, one.Credential))]), terminal =>
            {
                foreach (var one in all)
                {
                    terminal.WriteLine(
                        $"{one.Name}  {(one.Credential.IsAnonymous ? "anonymous" : $"named {one.Credential.Holder.Did}")}  "
                        + $"'{one.Credential.Tree.Name}' of {one.Credential.Tree.Issuer}");
                }

                if (all.Count == 0) terminal.WriteLine("no credential is here: rings credential add FILE");
            });
        }));
        return list;
    }

    private static Command Show()
    {
        var show = new Command("show", "What a credential says; its secret is not shown") { Name };
        show.SetAction(Run(context =>
        {
            var name = context.Parsed.GetValue(Name)!;
            var own = OwnCredential.Read(new CredentialFolder(context.Data).Find(name)).Credential;
            context.Print(Json(name, own), terminal =>
            {
                terminal.WriteLine($"credential '{own.Tree.Name}' of {own.Tree.Issuer}");
                terminal.WriteLine(own.Holder.Did is { } did ? $"named: {did}" : "anonymous");
                foreach (var (attribute, place) in own.Tree.Attributes.Select((one, place) => (one, place)))
                    terminal.WriteLine($"{attribute.Name} {attribute.Show(own.Values[place])}");
                terminal.WriteLine($"one of at most {1 << own.Tree.Depth:N0}");
                terminal.WriteLine($"root {own.Tree.Id}");
            });
        }));
        return show;
    }

    private static Command Remove()
    {
        var remove = new Command("remove", "Erase a credential here, and its secret; its issuer can give a named one again") { Name };
        remove.SetAction(Run(context =>
        {
            var name = context.Parsed.GetValue(Name)!;
            new CredentialFolder(context.Data).Remove(name);
            context.Print(new JsonObject { ["removed"] = name }, terminal => terminal.WriteLine("removed"));
        }));
        return remove;
    }

    private static JsonObject Json(string name, Credential one) => new()
    {
        ["name"] = name,
        ["tree"] = one.Tree.Name,
        ["issuer"] = one.Tree.Issuer.ToString(),
        ["did"] = one.Holder.Did?.ToString(),
        ["values"] = new JsonObject(one.Tree.Attributes.Select((attribute, place) =>
            KeyValuePair.Create(attribute.Name, (JsonNode?)attribute.Show(one.Values[place])))),
        ["depth"] = one.Tree.Depth,
        ["root"] = one.Tree.Id.ToString(),
    };

    private static Func<ParseResult, CancellationToken, Task<int>> Run(Action<CommandContext> act) => CommandContext.Run(
        (context, _) =>
        {
            act(context);
            return Task.CompletedTask;
        },
        left: null);
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Proofs;

namespace Rings.Host.Commands;

/// <summary><c>rings proof ask</c>, <c>answer</c>, <c>allow</c>, <c>take</c>: proofs that the verifier begins, and rules of either side.</summary>
internal static class WishCommands
{
    private static readonly Option<string?> Credential = new("--credential") { Description = "A credential, as ISSUER/NAME" };

    private static readonly Option<string?> Rule = new("--rule")
    {
        Description = "With a credential: what its numbers fulfil, such as \"born<=2008-11-28\" (default: nothing)",
    };

    private static readonly Option<string?> Tag = new("--tag") { Description = "Words of one occasion that its proofs are marked with" };

    private static readonly Option<bool> Anonymous = new("--anonymous")
    {
        Description = "With --credential: one that does not say whose it is (default: with --tag)",
    };

    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() => [Ask(), Answer(), Allow(), Take()];

    private static Command Ask()
    {
        var from = DidArgument.Create("from", "Whom you ask, by Did or name");
        var preimage = new Option<string?>("--preimage") { Description = "SHA-256 of a file that it is to have, as 64 hex digits" };
        return SecretCommands.Says(
            new("ask", "Ask somebody to show that it owns its account, has a file, or holds a credential") { from, preimage, Credential, Rule, Anonymous, Tag },
            "askForProof",
            parsed =>
            {
                var what = WithCredential(parsed, new() { ["from"] = parsed.GetValue(from) });
                if (parsed.GetValue(preimage) is { } hash) what["preimage"] = hash;
                return what;
            },
            _ => "asked. Its person has ten minutes; how it ends: rings proof requests", "whether it was asked is not known: rings proof requests");
    }

    private static Command Answer()
    {
        var id = new Argument<string>("id") { Description = "What is asked: rings proof requests" };
        var credential = new Option<string?>("--credential") { Description = "The credential, by name or file (default: the one of this issuer and name)" };
        var file = new Option<string?>("--file") { Description = "The file that is asked for; its length is shown" };
        var answer = new Command("answer", "Show somebody what it asks for")
        {
            id, credential, file, CredentialRootOption.Root, ProveCommands.Key, ProveCommands.KeyPassphrase,
        };
        answer.SetAction(CommandContext.Run(
            (context, cancel) =>
            {
                var parsed = context.Parsed;
                JsonObject what = new() { ["id"] = parsed.GetValue(id) };
                if (parsed.GetValue(credential) is { } name) what["credential"] = new CredentialFolder(context.Data).Find(name);
                if (parsed.GetValue(file) is { } path) what["file"] = Path.GetFullPath(path);
                if (parsed.GetValue(CredentialRootOption.Root) is { } root) what["root"] = root;
                return ProveCommands.ShowAsync(context, "answerProof", what, cancel);
            },
            "whether the proof is given is not known: rings proof requests"));
        return answer;
    }

    private static Command Allow()
    {
        var credential = new Argument<string>("credential") { Description = "Its name (rings credential list), or its file" };
        var allow = new Command("allow", "Answer whoever asks exactly this about a credential, each once, while this node runs")
        {
            credential, Rule, Tag, CredentialRootOption.Root,
        };
        allow.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            using var node = context.Connect();
            var said = await node.CallAsync("allowProof", new()
            {
                ["credential"] = new CredentialFolder(context.Data).Find(parsed.GetValue(credential)!),
                ["rule"] = parsed.GetValue(Rule),
                ["tag"] = parsed.GetValue(Tag),
                ["root"] = parsed.GetValue(CredentialRootOption.Root),
            }, cancel);
            context.Print(said, terminal => terminal.WriteLine("whoever asks this is answered once; more is asked of you: rings proof requests"));
        }, "whether it is allowed is not known"));
        return allow;
    }

    private static Command Take()
    {
        var list = new Argument<string?>("list")
        {
            Description = "File with 2 to 1,024 public keys, one a line",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var take = new Command("take", "Accept every proof of membership in a list, or of a credential, while this node runs")
        {
            list, Credential, Rule, Anonymous, Tag,
        };
        take.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            if (parsed.GetValue(list) is null == parsed.GetValue(Credential) is null) throw new UserErrorException("name a list, or --credential ISSUER/NAME");
            var what = WithCredential(parsed, []);
            if (parsed.GetValue(list) is { } file)
            {
                var keys = ProofWords.LinesOf(await Input.TextAsync(file, cancel));
                what["keys"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]);
            }

            using var node = context.Connect();
            var said = await node.CallAsync("takeProofs", what, cancel);
            context.Print(said, terminal => terminal.WriteLine("such proofs are taken. Who gave one: rings proof requests"));
        }, "whether they are taken is not known"));
        return take;
    }

    private static JsonObject WithCredential(ParseResult parsed, JsonObject what)
    {
        if (parsed.GetValue(Tag) is { } words) what["tag"] = words;
        if (parsed.GetValue(Credential) is not { } credential) return what;
        if (credential.Split('/') is not [var issuer, var name]) throw new UserErrorException("--credential: expected ISSUER/NAME");
        (what["issuer"], what["credential"]) = (issuer, name);
        if (parsed.GetValue(Rule) is { } rule) what["rule"] = rule;
        if (parsed.GetValue(Anonymous)) what["anonymous"] = true;
        return what;
    }
}

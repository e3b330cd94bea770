using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Proofs;
using Rings.Sovereign.Proofs.Credentials;

namespace Rings.Host.Commands;

/// <content><c>rings prove credential</c>.</content>
internal static partial class ProveCommands
{
    private static Command Credential()
    {
        var name = new Argument<string>("credential") { Description = "Its name (rings credential list), or its file" };
        var rule = new Option<string?>("--rule")
        {
            Description = "What its numbers fulfil: \"born<=2008-11-28\", with <=, >=, <, >, =, 'and', 'or' (default: nothing)",
        };
        var tag = new Option<string?>("--tag") { Description = "Words of one occasion: a second proof of an anonymous one for them is noticed" };
        var command = With(
            new("credential", "Show somebody that you hold a credential whose numbers fulfil a rule, and not the numbers") { name, rule, tag },
            [CredentialRootOption.Root]);
        command.SetAction(CommandContext.Run(
            async (context, cancel) =>
            {
                var parsed = context.Parsed;
                var file = new CredentialFolder(context.Data).Find(parsed.GetValue(name)!);
                if (!parsed.GetValue(Transferable))
                {
                    await ShowAsync(context, "proveCredential", new JsonObject
                    {
                        ["credential"] = file,
                        ["rule"] = parsed.GetValue(rule),
                        ["tag"] = parsed.GetValue(tag),
                        ["root"] = parsed.GetValue(CredentialRootOption.Root),
                    }, cancel);
                    return;
                }

                var own = OwnCredential.Read(file);
                if (own.Credential.Holder.Did is not null)
                    throw new UserErrorException("a named credential is shown live only: a file could not show that it comes from its Did");
                if (!own.Credential.IsWhole) throw new UserErrorException("the secret of this credential is not here: rings credential add FILE");
                var roots = await CredentialRootOption.ReadAsync(context, own.Credential.Tree, cancel);
                Make(
                    context, audience => own.Prove(parsed.GetValue(rule) ?? "", audience, parsed.GetValue(tag), roots),
                    new CredentialWitness(own.Credential));
            },
            "whether the proof is given is not known: rings proof requests"));
        return command;
    }
}

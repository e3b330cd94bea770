using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Identity;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Host.Commands;

/// <summary><c>rings init</c> and <c>rings session</c>: the account and its delegations.</summary>
internal static class IdentityCommands
{
    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() => [Init(), Session()];

    private static Command Init()
    {
        var (kind, ring, passphrase) = (IdentityOptions.Kind(
            AccountKind.Secp256k1), IdentityOptions.Ring(), IdentityOptions.PassphraseFile());
        var init = new Command(
            "init", "Make the node's account and its first session; never takes the place of a key or a session") { kind, ring, passphrase };
        init.SetAction(CommandContext.Run((context, _) =>
        {
            if (File.Exists(context.Data.KeyFile))
                throw new UserErrorException(
                    $"{context.Data.Path} already has an account; rings never overwrites one");
            var identity = new NodeIdentity(context.Data, TimeProvider.System);
            identity.RequireNoSessions(RingOf(context, ring));
            var words = PassphraseText.Read(context.Parsed.GetValue(passphrase));
            identity.CreateAccount(context.Parsed.GetValue(kind), words);
            Show(context, identity.Renew(RingOf(context, ring), words).Delegation);
            return Task.CompletedTask;
        }));
        return init;
    }

    private static Command Session()
    {
        var session = new Command("session", "Delegations: the account lets a session key act for it");
        session.Subcommands.Add(New());
        session.Subcommands.Add(Complete());
        session.Subcommands.Add(ShowSession());
        session.Subcommands.Add(Simple("renew", "Make a new session by the account's key", (identity, ring, words) => identity.Renew(ring, words).Delegation));
        return session;
    }

    private static Command New()
    {
        var (kind, ring) = (IdentityOptions.Kind(AccountKind.Eip191), IdentityOptions.Ring());
        var wallet = new WalletOptions();
        var command = new Command("new", "Print what a wallet signs to let this node act for it") { kind, ring };
        foreach (var option in wallet.All) command.Options.Add(option);
        command.SetAction(CommandContext.Run((context, _) =>
        {
            var account = wallet.Read(context.Parsed, context.Parsed.GetValue(kind));
            var text = new NodeIdentity(context.Data, TimeProvider.System).BeginExternal(account, RingOf(context, ring));
            var isTyped = account.Kind == AccountKind.Eip712;
            context.Print(isTyped ? new JsonObject { ["typedData"] = JsonNode.Parse(text) } : new JsonObject { ["text"] = text }, _ =>
            {
                // Into a pipe goes what is to be signed, to the last letter: a line end is none of it.
                if (Terminal.IsWatched) Console.Out.WriteLine(text);
                else Console.Out.Write(text);
                Console.Error.WriteLine(isTyped
                    ? "Let the wallet sign this by eth_signTypedData_v4, then: rings session complete SIGNATURE"
                    : "Let the wallet sign exactly this text, then: rings session complete SIGNATURE");
            });
            return Task.CompletedTask;
        }));
        return command;
    }

    private static Command Complete()
    {
        var ring = IdentityOptions.Ring();
        var signature = new Argument<string>("signature") { Description = "The wallet's signature: hex or base64" };
        var command = new Command("complete", "Start the session with the wallet's signature") { signature, ring };
        command.SetAction(CommandContext.Run((context, _) =>
        {
            try
            {
                Show(context, new NodeIdentity(context.Data, TimeProvider.System)
                    .CompleteExternal(RingOf(context, ring), context.Parsed.GetValue(signature)!));
            }
            catch (ProtocolException wrong)
            {
                throw new UserErrorException(
                    $"{FieldWords.Of(wrong)}. The wallet signs exactly the text that 'rings session new' printed last, without a "
                    + "line end behind it; a text that was printed before that one counts no more", wrong);
            }

            return Task.CompletedTask;
        }));
        return command;
    }

    private static Command ShowSession()
    {
        var document = new Option<bool>("--did-document") { Description = "Print the account's DID document (W3C DID Core) instead" };
        var show = Simple("show", "Show the session and when it ends", (identity, ring, _) => identity.Show(ring), (context, delegation) =>
        {
            if (context.Parsed.GetValue(document)) CommandContext.PrintJson(DidDocument.Of(delegation));
            else Show(context, delegation);
        });
        show.Options.Add(document);
        return show;
    }

    private static Command Simple(
        string name, string description, Func<NodeIdentity, RingId, string?, Delegation> action,
        Action<CommandContext, Delegation>? tell = null)
    {
        var (ring, passphrase) = (IdentityOptions.Ring(), IdentityOptions.PassphraseFile());
        var command = new Command(name, description) { ring, passphrase };
        command.SetAction(CommandContext.Run((context, _) =>
        {
            var words = PassphraseText.Read(context.Parsed.GetValue(passphrase));
            (tell ?? Show)(context, action(new NodeIdentity(context.Data, TimeProvider.System), RingOf(context, ring), words));
            return Task.CompletedTask;
        }));
        return command;
    }

    private static RingId RingOf(CommandContext context, Option<string> ring) =>
        RingId.OfPublic(context.Parsed.GetValue(ring)!);

    private static void Show(CommandContext context, Delegation delegation) => context.Print(
        new JsonObject
        {
            ["did"] = delegation.Account.ToString(),
            ["kind"] = delegation.Kind.ToString(),
            ["ring"] = delegation.Ring.ToString(),
            ["sessionKey"] = delegation.SessionKey.ToString(),
            ["issued"] = delegation.Issued.ToDateTimeOffset().ToString("O"),
            ["expires"] = delegation.Expires.ToDateTimeOffset().ToString("O"),
        },
        terminal =>
        {
            terminal.WriteLine($"Did          {delegation.Account} ({delegation.Kind})");
            terminal.WriteLine($"ring         {delegation.Ring}");
            terminal.WriteLine($"session key  {delegation.SessionKey}");
            terminal.WriteLine($"expires      {delegation.Expires.ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC");
        });
}

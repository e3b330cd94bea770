using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Names;
using Rings.Protocol.Services;

namespace Rings.Host.Commands;

/// <summary><c>rings service</c>: what this node provides to others, and who may use it.</summary>
internal static class ServiceCommands
{
    private const string Unknown = "whether it was done is not known: 'rings service list' tells";

    /// <summary>The command.</summary>
    public static Command Create() => new("service", "Provide services to others by Did, and say who may use them")
    {
        Add(), List(), Show(), Remove(), Allow(), Deny(), TicketCommands.Create(), Lookup(),
    };

    private static Command Add()
    {
        var (name, kind, target) = (Name(), Kind(), Target());
        var (open, allow) = (PublicOption(), AllowOption());
        var title = new Option<string?>("--title") { Description = "Words for people, up to 80 characters" };
        var provider = new Option<string[]>("--provider") { Description = "A Did that provides it; several may be given (default: this node only)" };
        var owner = new Option<string?>("--owner") { Description = "Provide the service of another Did, which names this node as a provider" };
        var announce = new Option<bool>("--announce") { Description = "Let it be found by its name only" };
        var resource = new Option<string?>("--resource") { Description = "SHA-256 of the thing that it serves, by which it is found then: sha256:HEX" };
        var (host, foreign, tls) = (HostOption(), CrossOriginOption(), new TlsOptions());
        var add = new Command("add", "Provide a service from now on, over restarts too. Closed, with one ticket, unless you say otherwise")
        {
            name, kind, target, open, allow, title, provider, owner, announce, host, foreign, resource,
        };
        tls.AddTo(add);
        add.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            using var node = context.Connect();
            var isPublic = parsed.GetValue(open);
            var allowed = parsed.GetValue(allow) ?? [];
            var asked = new JsonObject
            {
                ["name"] = parsed.GetValue(name),
                ["kind"] = parsed.GetValue(kind),
                ["target"] = parsed.GetValue(target),
                ["access"] = isPublic ? "public" : "closed",
                ["title"] = parsed.GetValue(title),
                ["allow"] = JsonTexts.Of(allowed),
                ["providers"] = JsonTexts.Of(parsed.GetValue(provider) ?? []),
                ["owner"] = parsed.GetValue(owner),
                ["announce"] = parsed.GetValue(announce),
                ["host"] = parsed.GetValue(host),
                ["cross_origin"] = parsed.GetValue(foreign),
                ["resource"] = parsed.GetValue(resource),
            };
            tls.Write(parsed, asked);
            var service = (await node.CallAsync("registerService", asked, cancel))!;
            if (!isPublic && allowed.Length == 0)
            {
                var ticket = await node.CallAsync("createTicket", new JsonObject { ["service"] = parsed.GetValue(name) }, cancel);
                service["link"] = (string?)ticket!["link"];
            }

            context.Print(service, terminal => ServiceWords.WriteAdded(terminal, service));
        }, left: Unknown));
        return add;
    }

    private static Command List()
    {
        var list = new Command("list", "List this node's services with their callers");
        list.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var services = (await node.CallAsync("listServices", [], cancel))!.AsArray();
            context.Print(services, terminal =>
            {
                if (services.Count == 0) terminal.WriteLine("no services yet: rings service add NAME tcp PORT");
                else foreach (var line in ServiceWords.Table(services, Terminal.Width)) terminal.WriteLine(line);
            });
        }));
        return list;
    }

    private static Command Show()
    {
        var name = Name();
        var show = new Command("show", "Show one service: its lists, callers and what went wrong last") { name };
        show.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var services = (await node.CallAsync("listServices", [], cancel))!.AsArray();
            var wanted = context.Parsed.GetValue(name);
            var service = services.FirstOrDefault(service => (string?)service!["name"] == wanted)
                ?? throw new UserErrorException($"this node has no service {wanted}: rings service list shows those it has");
            var names = await node.NamesAsync(cancel);
            context.Print(service, terminal => ServiceWords.Write(terminal, service, names));
        }));
        return show;
    }

    private static Command Remove()
    {
        var name = Name();
        var remove = new Command("remove", "Provide a service no longer; its tickets end too") { name };
        remove.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var removed = await node.CallAsync("removeService", new JsonObject { ["name"] = context.Parsed.GetValue(name) }, cancel);
            context.Print(removed, terminal => terminal.WriteLine($"{removed!["name"]} is provided no longer"));
        }, left: Unknown));
        return remove;
    }

    private static Command Allow()
    {
        var (name, dids) = (Name(), DidsArgument());
        var allow = new Command("allow", "Let Dids in by name, from their next connection on") { name, dids };
        allow.SetAction(CommandContext.Run((context, cancel) => ChangeAsync(context, name, "allow", dids, "may use", cancel), left: Unknown));
        return allow;
    }

    private static Command Deny()
    {
        var (name, dids) = (Name(), DidsArgument());
        var forget = new Option<bool>("--forget") { Description = "Take them off both lists instead" };
        var deny = new Command("deny", "Let Dids in no longer, whatever ticket they hold, from their next connection on") { name, dids, forget };
        deny.SetAction(CommandContext.Run((context, cancel) => context.Parsed.GetValue(forget)
            ? ChangeAsync(context, name, "forget", dids, "is on no list of", cancel)
            : ChangeAsync(context, name, "deny", dids, "may not use", cancel), left: Unknown));
        return deny;
    }

    private static async Task ChangeAsync(
        CommandContext context, Argument<string> name, string list, Argument<string[]> dids, string verb, CancellationToken cancel)
    {
        using var node = context.Connect();
        var changed = await node.CallAsync("updateService", new JsonObject
        {
            ["name"] = context.Parsed.GetValue(name),
            [list] = JsonTexts.Of(context.Parsed.GetValue(dids)!),
        }, cancel);
        context.Print(changed, terminal =>
        {
            foreach (var did in context.Parsed.GetValue(dids)!) terminal.WriteLine($"{did} {verb} {changed!["name"]}");
        });
    }

    private static Command Lookup()
    {
        var service = new Argument<string>("service")
        {
            Description = "ring://DID/NAME, DID/NAME, a name of the address book; or a service's name only, or sha256:HEX: who says that he has it",
        };
        var lookup = new Command("lookup", "Show what the ring says of a service, and which provider would be used") { service };
        lookup.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var wanted = context.Parsed.GetValue(service)!;
            var book = await node.CallAsync("listNames", [], cancel);
            var names = KnownNames.Read(book);
            if (QuestionOf(wanted, book!.AsArray()) is { } question)
            {
                var announced = (await node.CallAsync("findServices", question, cancel))!.AsArray();
                context.Print(announced, terminal => ServiceWords.WriteAnnounced(terminal, announced, wanted, names));
                return;
            }

            var found = await node.CallAsync("lookupService", new JsonObject { ["service"] = wanted }, cancel);
            context.Print(found, terminal => ServiceWords.WriteFound(terminal, found!, names));
        }));
        return lookup;
    }

    /// <summary>What is asked where no owner is named; null: one is.</summary>
    private static JsonObject? QuestionOf(string wanted, JsonArray book)
    {
        if (ResourceHash.TryParse(wanted, out _)) return new JsonObject { ["resource"] = wanted };
        if (!ServiceName.TryParse(wanted, out _)) return null;
        return book.Any(entry => string.Equals((string)entry!["name"]!, wanted, StringComparison.OrdinalIgnoreCase)) || wanted == NameBook.Me
            ? null
            : new JsonObject { ["name"] = wanted };
    }

    /// <summary>The options that say who may use a service.</summary>
    public static Option<bool> PublicOption() => new("--public")
    {
        Description = "Open to everybody: callers may learn this machine's address, and many programs trust whoever comes from loopback",
    };

    /// <inheritdoc cref="PublicOption"/>
    public static Option<string[]> AllowOption() => new("--allow")
    {
        Description = "A Did that may use it, without a ticket; several may be given",
    };

    /// <summary>The options of services of kind HTTP.</summary>
    public static Option<string?> HostOption() => new("--host")
    {
        Description = "Of kind http: the host that the target is asked for: a name, or keep for the caller's (default: the target's own)",
    };

    /// <inheritdoc cref="HostOption"/>
    public static Option<bool> CrossOriginOption() => new("--cross-origin")
    {
        Description = "Of kind http: take requests that pages of other sites send in their readers' names",
    };

    private static Argument<string> Name() => new("name") { Description = "1 to 40 of a-z, 0-9 and -" };

    private static Argument<string[]> DidsArgument() => new("did")
    {
        Description = "Dids, or names of the address book",
        Arity = ArgumentArity.OneOrMore,
    };

    private static Argument<string> Kind()
    {
        var kind = new Argument<string>("kind") { Description = "http: the target is told who calls; tcp: bytes both ways" };
        kind.AcceptOnlyFromAmong("http", "tcp");
        return kind;
    }

    private static Argument<string> Target() => new("target")
    {
        Description = "Where its bytes go: a port of this machine, HOST:PORT or unix:/PATH",
    };
}

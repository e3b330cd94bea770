using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings service ticket</c>: what lets callers in that no list names.</summary>
internal static class TicketCommands
{
    /// <summary>The command.</summary>
    public static Command Create() => new("ticket", "Tickets, which let callers in that no list names") { New(), List(), Revoke() };

    private static Command New()
    {
        var service = Service();
        var anyone = new Option<bool>("--anyone") { Description = "Good for whoever shows it, as often as it is shown" };
        var holder = new Option<string?>("--for") { Description = "Good for this Did only (default: for the first that shows it)" };
        var life = WholeNumbers.Option("--life", "Hours until it ends (default: when it is revoked)", 1, 87_840);
        var create = new Command("new", "Make a ticket, and print the link that holds it: it is shown once") { service, anyone, holder, life };
        create.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            if (parsed.GetValue(anyone) && parsed.GetValue(holder) is not null)
                throw new UserErrorException("a ticket is for anyone or for one Did: give --anyone or --for, not both");
            using var node = context.Connect();
            var ticket = await node.CallAsync("createTicket", new JsonObject
            {
                ["service"] = parsed.GetValue(service),
                ["for"] = parsed.GetValue(anyone) ? "anyone" : parsed.GetValue(holder),
                ["life_s"] = parsed.GetValue(life) is { } hours ? hours * 3600L : null,
            }, cancel);
            context.Print(ticket, terminal => terminal.WriteLine((string?)ticket!["link"]));
        }, left: "whether there is a new ticket is not known: 'rings service ticket list' tells"));
        return create;
    }

    private static Command List()
    {
        var service = Service();
        var list = new Command("list", "List a service's tickets, whose they are, and who else showed one") { service };
        list.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var tickets = (await node.CallAsync("listTickets", new JsonObject { ["service"] = context.Parsed.GetValue(service) }, cancel))!.AsArray();
            var names = await node.NamesAsync(cancel);
            context.Print(tickets, terminal =>
            {
                if (tickets.Count == 0) terminal.WriteLine("no tickets: rings service ticket new NAME makes one");
                foreach (var ticket in tickets) terminal.WriteLine(ServiceWords.Ticket(ticket!, (string)context.Parsed.GetValue(service)!, names));
            });
        }));
        return list;
    }

    private static Command Revoke()
    {
        var service = Service();
        var id = new Argument<string>("id") { Description = "The ticket, as 'rings service ticket list' names it" };
        var revoke = new Command("revoke", "End a ticket, from its holder's next connection on") { service, id };
        revoke.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var revoked = await node.CallAsync("revokeTicket", new JsonObject
            {
                ["service"] = context.Parsed.GetValue(service),
                ["id"] = context.Parsed.GetValue(id),
            }, cancel);
            context.Print(revoked, terminal => terminal.WriteLine($"ticket {revoked!["id"]} lets nobody in any more"));
        }, left: "whether the ticket still stands is not known: 'rings service ticket list' tells"));
        return revoke;
    }

    private static Argument<string> Service() => new("service") { Description = "The service's name" };
}

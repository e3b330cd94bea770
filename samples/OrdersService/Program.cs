using Akka.Hosting;
using OrdersService;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Protocol;

var builder = WebApplication.CreateBuilder(args);
var seeds = builder.Configuration["Seeds"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
builder.Services.AddHealthChecks();
builder.Services.AddRings();
builder.Services.AddAkka("orders", akka => akka
    .WithRingsNode(rings => rings
        .Ring(builder.Configuration["Ring"] ?? RingsNodeOptions.DefaultRing)
        .Seeds(seeds)
        .Identity(id => id.KeyFile(builder.Configuration["KeyFile"] ?? "node.key")))
    .WithRingsProtocol<OrdersActor>("orders/1"));

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/", async (IRings rings) => new { Did = $"{(await rings.GetStatusAsync()).Did}" });
app.MapPost("/orders/{to}", async (string to, HttpRequest request, IRings rings) =>
{
    if (!Did.TryParse(to, null, out var did)) return Results.BadRequest($"'{to}' is no Did: 0x and 40 hex digits.");
    using var order = new MemoryStream();
    await request.Body.CopyToAsync(order);
    var outcome = await rings.SendAsync(did, "orders/1", order.ToArray());
    return outcome.Match(
        delivered: receipt => Results.Text($"delivered after {receipt.Elapsed.TotalMilliseconds:F0} ms\n"),
        mailed: letter => Results.Text($"waits in the mailbox until {letter.Expires:u}\n"),
        notSent: failure => Results.Text($"not delivered: {failure.Detail}\n", statusCode: StatusCodes.Status502BadGateway));
});
app.Run();

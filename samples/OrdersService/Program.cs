using Akka.Hosting;
using OrdersService;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.AspNetCore.Server;
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
// The same application as a service of its Did: whoever knows it may ask, from wherever he is.
builder.WebHost.UseRings(service => service.Name("orders").Public());

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/", async (IRings rings) => new { Did = $"{(await rings.GetStatusAsync()).Did}" });
app.MapPost("/orders", async (HttpContext context, ILogger<Program> log) =>
{
    // Who came by the ring is known by his Did; who came by a socket is not.
    if (context.Features.Get<IRingsCaller>() is not { } caller) return Results.Unauthorized();
    using var order = new StreamReader(context.Request.Body);
    log.LogInformation("{From} orders {Order} over HTTP", caller.Did, await order.ReadToEndAsync());
    return Results.Text($"thank you, {caller.Did}\n");
});
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

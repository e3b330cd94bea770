using Akka.Hosting;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.AspNetCore.Server;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();
builder.Services.AddRings();
builder.Services.AddAkka("web", akka => akka.WithRingsNode(rings => { }));
builder.WebHost.UseRings(service => service.Name("web").Public());

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/", async (IRings rings) => $"{(await rings.GetStatusAsync()).Did}\n");
app.Run();

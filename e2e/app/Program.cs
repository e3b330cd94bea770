using Akka.Hosting;
using Microsoft.AspNetCore.Builder;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.AspNetCore.Server;
using Rings.AspNetCore.Tests.Nodes;
using Rings.E2eApp;
using Rings.Protocol;

// The web application of the end-to-end tests: on a socket with --urls, as a ring service with --Seeds and --Allow.
var builder = WebApplication.CreateBuilder(args);
if (builder.Configuration["Seeds"] is { } seed)
{
    builder.Services.AddRings();
    builder.Services.AddAkka("app", akka => akka.WithRingsNode(rings => rings
        .Seeds(seed)
        .Identity(identity => identity.KeyFile(builder.Configuration["KeyFile"]!))));
    builder.WebHost.UseRings(service => service.Name("app").Allow(Did.Parse(builder.Configuration["Allow"]!)));
}

var app = builder.Build();
WebApp.Map(app);
new Pages().Map(app);
await app.StartAsync();
if (app.Services.GetService<IRings>() is { } node) Console.WriteLine($"did {(await node.GetStatusAsync()).Did}");
await app.WaitForShutdownAsync();

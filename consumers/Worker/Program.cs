using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Akka.Hosting;
using Rings.Actors.Hosting;
using Worker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddRings();
builder.Services.AddAkka("worker", akka => akka.WithRingsNode(rings => { }));
builder.Services.AddHostedService<RingWorker>();
await builder.Build().RunAsync();

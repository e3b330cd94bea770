using BenchmarkDotNet.Running;
using Rings.Benchmarks.EndToEnd;
using Rings.Benchmarks.Storage;

if (args is ["first-message", .. var sizes]) return await FirstMessage.RunAsync(sizes);
if (args is ["ring-client", .. var rest]) return await RingClient.RunAsync(rest);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

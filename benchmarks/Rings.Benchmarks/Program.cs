using BenchmarkDotNet.Running;
using Rings.Benchmarks.Actors;
using Rings.Benchmarks.EndToEnd;
using Rings.Benchmarks.Sctp;
using Rings.Benchmarks.Storage;

if (args is ["first-message", .. var sizes]) return await FirstMessage.RunAsync(sizes);
if (args is ["ring-client", .. var rest]) return await RingClient.RunAsync(rest);
if (args is ["relay", var seconds, var bytes]) return await RelayProcesses.RunAsync([seconds, bytes]);
if (args is ["delegation-flood", var links, var rate, var span]) return await DelegationFlood.RunAsync([links, rate, span]);
if (args is ["link", var time, var size, var atOnce]) return await LinkThroughput.RunAsync([time, size, atOnce]);
if (args is ["link-node"]) return await LinkThroughput.NodeAsync();
if (args is ["limit", var limit]) return await DatagramLimit.RunAsync(limit);
if (args is ["limit-receive", var offload]) return await DatagramLimit.ReceiveAsync(offload);
if (args is ["relay-node"]) return await RelayProcesses.RelayAsync();
if (args is ["relay-sink"]) return await RelayProcesses.SinkAsync();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

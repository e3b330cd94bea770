using System.Net;
using Rings.Samples.AotSmoke;
using Rings.Transport;
using Rings.Transport.WebRtc;

// Two connections in one process, over loopback: offer, answer, a channel, a message there and back.
await using var factory = new WebRtcPeerConnectionFactory(new WebRtcOptions { BindAddresses = [IPAddress.Loopback] });
var echo = new Echo();
var caller = new Caller("hello over a data channel");
await using var answering = factory.CreatePeerConnection(echo);
await using var calling = factory.CreatePeerConnection(caller);
calling.CreateDataChannel("smoke", DataChannelOptions.Default).Observe(caller);

var offer = await calling.CreateOfferAsync();
await calling.AcceptAnswerAsync(await answering.CreateAnswerAsync(offer));
var answer = await caller.Answer.WaitAsync(TimeSpan.FromSeconds(30));

Console.WriteLine($"came back: {answer}");
Console.WriteLine(calling.GetStatistics().LocalCandidate);

using System.Text;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;

namespace Rings.Host.Tests.Rpc;

public sealed class OverviewMethodsSpecs
{
    [Fact]
    public async Task It_says_in_one_answer_who_this_node_is_and_how_it_is()
    {
        var server = new JsonRpcServer(
            new OverviewMethods(new FakeRings(), "main", isPrivate: true, () => "http://127.0.0.1:1/#0x01", Rings.Host.Mail.LetterBox.Open("/nowhere", Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance),
                new Rings.Host.Telemetry.TrafficMeter(new FakeRings(), TimeProvider.System)).All(),
            (_, error) => throw error);

        var answer = (await server.AnswerAsync(
            Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"overview"}"""), CancellationToken.None))!;

        var overview = answer["result"]!;
        Assert.Equal(("main", true, "http://127.0.0.1:1/#0x01"), (
            (string?)overview["ringName"], (bool)overview["isPrivate"]!, (string?)overview["joinUrl"]));
        Assert.Equal(2048, (long)overview["holdings"]!["recordBytes"]!);
        Assert.Null(overview["holdings"]!["lettersUnread"]);
        Assert.Equal(FakeRings.Self.ToString(), (string?)overview["did"]);
        Assert.Equal(("unknown", 0), ((string?)overview["nat"]!["kind"], (int)overview["messagesWaiting"]!));
        Assert.Null(overview["traffic"]);
        Assert.Equal("Ready", (string?)overview["links"]![0]!["state"]);
    }
}

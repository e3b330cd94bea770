using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Rings.Host.JsonRpc;
using Rings.Host.Mail;
using Rings.Host.Rpc;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Rpc;

public sealed class MailMethodsSpecs : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-mail-");
    private readonly FakeRings _node = new();
    private readonly LetterBox _box;
    private readonly JsonRpcServer _server;

    public MailMethodsSpecs()
    {
        _box = LetterBox.Open(Path.Combine(_folder.FullName, "mail"), NullLogger.Instance);
        _server = new JsonRpcServer([.. new MailMethods(_node, _box).All()], (_, error) => throw error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_waits_and_what_is_under_way_are_told_apart()
    {
        Put(new string('x', 100));
        _node.Posted.Add(new(FakeRings.Other, "77", DateTimeOffset.UnixEpoch));

        var mail = (await Ask("listMail", "{}"))["result"]!;

        Assert.Equal(new string('x', 80) + "…", (string?)mail["waiting"]![0]!["preview"]);
        Assert.Equal(("77", FakeRings.Other.ToString()), ((string?)mail["posted"]![0]!["id"], (string?)mail["posted"]![0]!["to"]));
    }

    [Fact]
    public async Task A_message_that_waits_is_read_as_often_as_wanted_and_removed_once()
    {
        Put("hello");

        Assert.Equal("hello", (string?)(await Ask("readMail", $$"""{"id":"{{Id}}"}"""))["result"]!["text"]);
        Assert.Equal(Id, (string?)(await Ask("removeMail", $$"""{"id":"{{Id}}"}"""))["result"]!["id"]);
        foreach (var method in (string[])["readMail", "removeMail"])
            Assert.Equal((int)JsonRpcError.NotFound, (int)(await Ask(method, $$"""{"id":"{{Id}}"}"""))["error"]!["code"]!);
    }

    [Fact]
    public async Task A_letter_is_taken_back()
    {
        _node.Reply = new LetterWithdrawn(new(FakeRings.Other, Id, DateTimeOffset.UnixEpoch));

        Assert.Equal(FakeRings.Other.ToString(), (string?)(await Ask("withdrawMail", $$"""{"id":"{{Id}}"}"""))["result"]!["to"]);
        Assert.Equal([Id], _node.Asked);
    }

    [Theory]
    [InlineData(false, JsonRpcError.NotFound)]
    [InlineData(true, JsonRpcError.TimedOut)]
    internal async Task A_letter_that_stays_says_why(bool isKnown, JsonRpcError code)
    {
        _node.Reply = new LetterStays(Id, isKnown);

        Assert.Equal((int)code, (int)(await Ask("withdrawMail", $$"""{"id":"{{Id}}"}"""))["error"]!["code"]!);
    }

    private void Put(string text) => _box.Add(Letter.Of(new JsonObject
    {
        ["from"] = FakeRings.Other.ToString(),
        ["id"] = Id,
        ["time"] = DateTimeOffset.UnixEpoch.ToString("O"),
        ["text"] = text,
    }.ToJsonString()));

    private async Task<JsonNode> Ask(string method, string parameters) => (await _server.AnswerAsync(
        Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}"""), default))!;
}

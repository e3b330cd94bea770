using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.JsonRpc;
using Rings.Host.Names;
using Rings.Host.Rpc;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Rpc;

public sealed class OwnRecordMethodsSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-own-");
    private readonly FakeRings _node = new();
    private readonly JsonRpcServer _server;

    public OwnRecordMethodsSpecs()
    {
        var names = NameBook.Open(Path.Combine(_folder.FullName, "names.json"), FakeRings.Self);
        _server = new JsonRpcServer([.. new OwnRecordMethods(_node, new ArgumentReader(names)).All()], (_, error) => throw error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Records_are_told_with_what_they_are()
    {
        _node.Own.Add(new(FakeRings.Other, RecordKind.SetElement, "guests", "x"u8.ToArray(), null, 3, DateTimeOffset.UnixEpoch, true));
        _node.Own.Add(new(FakeRings.Other, RecordKind.Register, "motd", [0xff], null, 3, DateTimeOffset.UnixEpoch, false));

        var own = (await Ask("ownRecords", "{}"))["result"]!.AsArray();

        Assert.Equal(["element", "register"], own.Select(record => (string?)record!["kind"]));
        Assert.Equal(["x", "ff"], own.Select(record => (string?)record!["tagText"]));
        Assert.Equal([true, false], own.Select(record => (bool)record!["renewed"]!));
    }

    [Theory]
    [InlineData("renewRecord", """{"kind":"register","name":"motd"}""")]
    [InlineData("endRecord", """{"kind":"element","name":"guests","tag":"x"}""")]
    public async Task A_record_that_is_not_there_is_not_put(string method, string parameters)
    {
        _node.Reply = new RecordsFound(FakeRings.Other, [], IsFinal: true, [], []);

        var error = (await Ask(method, parameters))["error"]!;

        Assert.Equal((int)JsonRpcError.NotFound, (int)error["code"]!);
        Assert.IsAssignableFrom<IRecordQuery>(Assert.Single(_node.Asked));
    }

    [Fact]
    public async Task An_element_of_somebody_else_is_not_this_nodes()
    {
        _node.Reply = new RecordsFound(
            FakeRings.Other, [new FoundRecord(FakeRings.Other, "x"u8.ToArray(), [1], 1, DateTimeOffset.UnixEpoch)], IsFinal: true, [], []);

        Assert.NotNull((await Ask("endRecord", """{"kind":"element","name":"guests","tag":"x"}"""))["error"]);
    }

    [Theory]
    [InlineData("""{"kind":"blob","name":"x"}""", "register or element")]
    [InlineData("""{"name":"x"}""", "kind")]
    public async Task A_kind_that_cannot_be_changed_is_refused(string parameters, string says) => Assert.Contains(
        says, (string?)(await Ask("endRecord", parameters))["error"]!["message"], StringComparison.Ordinal);

    private async Task<JsonNode> Ask(string method, string parameters) => (await _server.AnswerAsync(
        Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}"""), default))!;
}

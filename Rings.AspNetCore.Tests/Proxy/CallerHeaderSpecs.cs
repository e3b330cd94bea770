using System.Net;
using System.Net.WebSockets;
using System.Text;
using Rings.AspNetCore.Client;
using Rings.AspNetCore.Tests.Nodes;

namespace Rings.AspNetCore.Tests.Proxy;

/// <summary>
/// Who calls is the provider's word: whatever a caller sends, its target reads one <c>Rings-Caller</c>, and it is the truth.
/// Judged by the bytes that a target gets.
/// </summary>
[Collection(WithThreeNodes.Name)]
public sealed class CallerHeaderSpecs(ThreeNodes nodes) : ProxyKit(nodes)
{
    private const string Lie = "0x00000000000000000000000000000000000000ff";

    private readonly ThreeNodes _nodes = nodes;

    /// <summary>Requests of one who calls himself another.</summary>
    public static TheoryData<string> Lies =>
    [
        $"GET / HTTP/1.1\r\nHost: x\r\nRings-Caller: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nrings-caller: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nRINGS_CALLER: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nRings_Caller: {Lie}\r\nRings-Caller: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nRings.Caller: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {Lie}\r\nForwarded: for={Lie}\r\nX-Real-IP: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nX_Forwarded_Host: {Lie}\r\nX-Forwarded-Proto: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nConnection: close, Rings-Caller\r\nRings-Caller: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nRings-Caller: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nRings-Caller: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nRings-Caller: {Lie}\r\n\r\nGET / HTTP/1.1\r\nRings-Caller: {Lie}\r\n\r\n",
        $"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: Rings-Caller\r\n\r\n2\r\nhi\r\n0\r\nRings-Caller: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nRings-Caller: a\r\nRings-Caller: {Lie}\r\n\r\n",
    ];

    /// <summary>What is no request at all: it never reaches a target.</summary>
    public static TheoryData<string> NoRequests =>
    [
        $"GET / HTTP/1.1\r\nHost: x\r\nRings-Caller : {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n Rings-Caller: {Lie}\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: x\r\nA: b\rRings-Caller: {Lie}\r\n\r\n",
        $"GET /\r\nRings-Caller: {Lie}\r\n\r\n",
        $"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: xchunked\r\n\r\nhiGET / HTTP/1.1\r\nRings-Caller: {Lie}\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task What_a_caller_says_of_himself_never_arrives(string request)
    {
        await using var target = new RawTarget("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        await using var stream = await OpenAsync(await ServeAsync(target.Port));

        await stream.Output.WriteAsync(Encoding.Latin1.GetBytes(request), Leash);
        using var reader = new StreamReader(stream.AsStream());
        var status = await reader.ReadLineAsync(Leash);

        Assert.Equal("HTTP/1.1 200 OK", status);
        AssertTruth(target.Heard);
        Assert.DoesNotContain("h2c", target.Heard, StringComparison.Ordinal);
        Assert.DoesNotContain("SPDY", target.Heard, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP2-Settings", target.Heard, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(NoRequests))]
    public async Task What_is_no_request_does_not_reach_the_target(string request)
    {
        await using var target = new RawTarget();
        await using var stream = await OpenAsync(await ServeAsync(target.Port));

        await stream.Output.WriteAsync(Encoding.Latin1.GetBytes(request), Leash);
        using var reader = new StreamReader(stream.AsStream());

        Assert.StartsWith("HTTP/1.1 ", await reader.ReadLineAsync(Leash), StringComparison.Ordinal);
        Assert.DoesNotContain(Lie, target.Heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tunnel_is_refused_and_reaches_no_target()
    {
        await using var target = new RawTarget();
        await using var stream = await OpenAsync(await ServeAsync(target.Port));

        await stream.Output.WriteAsync(
            Encoding.Latin1.GetBytes($"CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\nRings-Caller: {Lie}\r\n\r\n"), Leash);
        using var reader = new StreamReader(stream.AsStream());

        Assert.Equal("HTTP/1.1 405 Method Not Allowed", await reader.ReadLineAsync(Leash));
        Assert.Equal(("", 0), (target.Heard, target.Connections));
    }

    [Theory]
    [InlineData("rings-caller")]
    [InlineData("rings_caller")]
    [InlineData("x-forwarded-for")]
    [InlineData("forwarded")]
    public async Task Nor_does_it_over_http_2(string name)
    {
        await using var target = new RawTarget();
        using var request = ServiceUse.Get(await ServeAsync(target.Port), "/", "2.0");
        request.Headers.TryAddWithoutValidation(name, Lie);

        using var answer = await Http.SendAsync(request, Leash);

        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        AssertTruth(target.Heard);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Nor_in_the_handshake_of_a_web_socket(string version)
    {
        await using var target = new RawTarget("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        using var socket = ServiceUse.NewSocket(version);
        socket.Options.SetRequestHeader("Rings-Caller", Lie);
        socket.Options.SetRequestHeader("X_Real_IP", Lie);
        using var invoker = new HttpMessageInvoker(RingsHttpHandler.Create(_nodes.Caller.Rings));
        var host = await ServeAsync(target.Port);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{host}/"), invoker, Leash));

        Assert.Contains("Upgrade: websocket", target.Heard, StringComparison.OrdinalIgnoreCase);
        AssertTruth(target.Heard);
    }

    private void AssertTruth(string heard)
    {
        Assert.DoesNotContain(Lie, heard, StringComparison.Ordinal);
        var lines = heard.Split("\r\n").Where(line => line.Replace('_', '-').StartsWith("rings-caller", StringComparison.OrdinalIgnoreCase));
        Assert.Equal($"Rings-Caller: {Caller}", Assert.Single(lines));
    }
}

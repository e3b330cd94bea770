using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Rings.Host.Node;

namespace Rings.Host.Tests.Processes;

/// <summary>A whole node whose web gateway has more connections than places for them.</summary>
public sealed class GatewayLimitSpecs : IAsyncLifetime
{
    private static readonly int Places = ProcessLimits.ConnectionsOf(ProcessLimits.Descriptors, isPublic: false);

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-places-").FullName;
    private readonly List<TcpClient> _clients = [];
    private Program _node = null!;
    private JsonNode _says = null!;

    public async Task InitializeAsync() => (_node, _says) = await TwoNodes.StartAsync("--data-dir", _folder);

    public async Task DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await _node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Connections_beyond_its_places_are_closed_commands_are_answered_and_one_that_ends_makes_room()
    {
        for (var number = 0; number < Places; number++)
            Assert.True(await IsAnsweredAsync(await ConnectAsync()), $"{number} was closed");
        for (var number = 0; number < 8; number++)
            Assert.False(await IsAnsweredAsync(await ConnectAsync()), "there was a place more");

        var status = (await Program.RunAsync("status", "--json", "--data-dir", _folder)).Json();
        _clients[0].Dispose();
        using var leash = new CancellationTokenSource(Program.Leash);
        while (!await IsAnsweredAsync(await ConnectAsync()))
            Assert.False(leash.IsCancellationRequested, "no place came free");

        Assert.Equal((string?)_says["did"], (string?)status["did"]);
        Assert.InRange(Places, 4, 256);
        foreach (var client in _clients[1..Places]) Assert.True(await IsAnsweredAsync(client));
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        _clients.Add(client);
        await client.ConnectAsync(IPAddress.Loopback, new Uri((string)_says["gateway"]!).Port);
        return client;
    }

    /// <summary>Whether the gateway answers what is asked over a connection; else it ends it.</summary>
    private static async Task<bool> IsAnsweredAsync(TcpClient client)
    {
        using var leash = new CancellationTokenSource(Program.Leash);
        try
        {
            await client.GetStream().WriteAsync("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), leash.Token);
            return await client.GetStream().ReadAsync(new byte[4096], leash.Token) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Host.Cli;
using Rings.Host.Http;
using Rings.Host.JsonRpc;
using Rings.Host.Names;
using Rings.Host.Rpc;
using Rings.Host.Services;
using Rings.Host.Tests.Rpc;
using Rings.Protocol.Entrance;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Host.Tests.Entrance;

/// <summary>An entrance whose browsers and providers are played by the test.</summary>
public sealed class EntranceMethodsSpecs : IAsyncDisposable
{
    private const string Zone = "zone.example";

    private static readonly TicketSecret Ticket = TicketSecret.Of([.. Enumerable.Range(0, 32).Select(value => (byte)value)]);

    private readonly CancellationTokenSource _leash = new(TimeSpan.FromSeconds(30));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-entrance-");
    private readonly FakeRings _rings = new() { Reply = new RingsNodeProtocol.ServiceRefused(RingsNodeProtocol.ServiceRefusal.Silent, "why") };
    private readonly NameBook _names;
    private readonly Tunnels _tunnels;
    private EntranceMethods? _methods;

    public EntranceMethodsSpecs()
    {
        _names = NameBook.Open(Path.Combine(_folder.FullName, "names.json"), FakeRings.Self);
        _tunnels = new Tunnels(_rings, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _tunnels.DisposeAsync();
        _methods?.Dispose();
        _folder.Delete(recursive: true);
        _leash.Dispose();
    }

    [Theory]
    [InlineData("web.DID.zone.example")]
    [InlineData("DID.zone.example")]
    [InlineData("web.friend.zone.example")]
    [InlineData("shop.zone.example")]
    public async Task A_name_of_the_list_is_asked_for_with_its_ticket(string host)
    {
        _names.Add("friend", new NamedThing(FakeRings.Other, null));
        var link = new RingUrl(FakeRings.Other, ServiceName.Web) { Ticket = Ticket }.ToLink();
        ServiceCall? asked = null;
        _rings.Streams = (_, options) =>
        {
            asked = ServiceCall.Read(options!.Metadata.Span);
            return new StreamRefused(StreamCode.NotFound, "");
        };
        var entrance = await OpenAsync(new { zone = Zone, listen = "0", allow = (string[])["friend", $"shop={FakeRings.Other}/web", link] });

        Assert.Equal(TlsAlert.UnrecognizedName, await AlertAsync(entrance, host.Replace("DID", $"{FakeRings.Other:N}", StringComparison.Ordinal)));

        Assert.Equal((FakeRings.Other, ServiceName.Web, Ticket.ToText()), (asked!.Owner, asked.Name, asked.Ticket.ToText()));
    }

    [Theory]
    [InlineData("nobody.zone.example", "is nothing that this entrance knows")]
    [InlineData("web.example.org", "is not below zone.example")]
    public async Task Other_names_ask_nobody_and_are_told_in_one_line(string host, string why)
    {
        var isAsked = false;
        _rings.Streams = (_, _) =>
        {
            isAsked = true;
            return new StreamRefused(StreamCode.NotFound, "");
        };
        var entrance = await OpenAsync(new { zone = Zone, listen = "0", allow = (string[])[$"{FakeRings.Other}"] });
        await using var troubles = entrance.TroublesAsync(_leash.Token).GetAsyncEnumerator(_leash.Token);

        Assert.Equal(TlsAlert.UnrecognizedName, await AlertAsync(entrance, host));

        Assert.True(await troubles.MoveNextAsync());
        Assert.Contains(why, troubles.Current, StringComparison.Ordinal);
        Assert.False(isAsked);
    }

    [Fact]
    public async Task A_service_that_is_away_is_no_wrong_name()
    {
        _rings.Streams = (_, _) => new StreamNotOpened(StreamOpenFailure.Unreachable, "lost");
        var entrance = await OpenAsync(new { zone = Zone, listen = "0", allow = (string[])[$"{FakeRings.Other}"] });

        Assert.Equal(TlsAlert.InternalError, await AlertAsync(entrance, $"web.{FakeRings.Other:N}.zone.example"));
        Assert.Equal(1L, (long)entrance.ToJson()["uses"]![0]!["opened"]!);
    }

    [Fact]
    public async Task Who_is_silent_is_closed_after_his_time_and_makes_room()
    {
        var entrance = await OpenAsync(
            new { zone = Zone, listen = "0", allow = (string[])[$"{FakeRings.Other}"] },
            "hello-patience = 200ms\nconnections-per-source = 1");
        using var silent = new TcpClient();
        await silent.ConnectAsync(entrance.Local, _leash.Token);
        await using var troubles = entrance.TroublesAsync(_leash.Token).GetAsyncEnumerator(_leash.Token);

        await Assert.ThrowsAsync<SocketException>(async () => await silent.Client.ReceiveAsync(new byte[1], SocketFlags.None, _leash.Token));

        Assert.True(await troubles.MoveNextAsync());
        Assert.Contains("did not say where to within 0.2 s", troubles.Current, StringComparison.Ordinal);
        Assert.Equal(TlsAlert.UnrecognizedName, await AlertAsync(entrance, "nobody.zone.example"));
    }

    [Fact]
    public async Task One_source_has_no_more_than_its_share()
    {
        var entrance = await OpenAsync(
            new { zone = Zone, listen = "0", allow = (string[])[$"{FakeRings.Other}"] }, "connections-per-source = 1");
        using var first = new TcpClient();
        using var second = new TcpClient();
        await first.ConnectAsync(entrance.Local, _leash.Token);
        await using var troubles = entrance.TroublesAsync(_leash.Token).GetAsyncEnumerator(_leash.Token);

        // It may be closed before it knows that it was open.
        _ = await Record.ExceptionAsync(() => second.ConnectAsync(entrance.Local, _leash.Token).AsTask());

        Assert.True(await troubles.MoveNextAsync());
        Assert.Contains("1 connections of 127.0.0.1 are open", troubles.Current, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_ports_are_no_target_of_a_service_while_it_is_open()
    {
        var entrance = await OpenAsync(new { zone = Zone, listen = "0", http = "0", allow = (string[])[$"{FakeRings.Other}"] });

        Assert.Equal(2, entrance.Listeners.Count());
        Assert.Equal(entrance.Listeners, _rings.Asked);
        Assert.True(await _tunnels.CloseAsync(entrance.Id));

        Assert.Empty(_rings.Asked);
    }

    [Theory]
    [InlineData("""{"allow":["DID"]}""", "zone")]
    [InlineData("""{"zone":"192.0.2.7","allow":["DID"]}""", "domain name")]
    [InlineData("""{"zone":"zone.example"}""", "allow")]
    [InlineData("""{"zone":"zone.example","allow":[]}""", "lets nobody in")]
    [InlineData("""{"zone":"zone.example","allow":[7]}""", "array of")]
    [InlineData("""{"zone":"zone.example","allow":["SELF"]}""", "this very node")]
    [InlineData("""{"zone":"zone.example","allow":["SELF/web"]}""", "this very node")]
    [InlineData("""{"zone":"zone.example","allow":["a=DID","a=DID/web"]}""", "called 'a'")]
    [InlineData("""{"zone":"zone.example","allow":["a.b=DID"]}""", "no alias")]
    [InlineData("""{"zone":"zone.example","allow":["nobody"]}""", "no service")]
    [InlineData("""{"zone":"zone.example","allow":["DID/WEB!"]}""", "no service")]
    [InlineData("""{"zone":"zone.example","allow":["DID"],"listen":"host:443"}""", "no port")]
    [InlineData("""{"zone":"zone.example","allow":["DID"],"listen":"0","http":"host:80"}""", "no port")]
    public async Task What_is_no_entrance_is_said_so_and_nothing_is_opened(string parameters, string words)
    {
        var text = parameters.Replace("DID", FakeRings.Other.ToString(), StringComparison.Ordinal)
            .Replace("SELF", FakeRings.Self.ToString(), StringComparison.Ordinal);

        var wrong = await Assert.ThrowsAsync<JsonRpcException>(() => OpenAsync(JsonDocument.Parse(text).RootElement));

        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        Assert.Empty(_tunnels.All);
    }

    [Fact]
    public async Task A_port_that_is_taken_closes_the_other_again()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await Assert.ThrowsAsync<JsonRpcException>(() => OpenAsync(
            new { zone = Zone, listen = $"{taken.LocalEndpoint}", http = "0", allow = (string[])[$"{FakeRings.Other}"] }));

        Assert.Empty(_tunnels.All);
        Assert.Empty(_rings.Asked);
    }

    [Fact]
    public async Task The_bytes_of_a_month_are_counted_over_a_restart_and_by_entrance()
    {
        var provided = new[] { $"{FakeRings.Other}" };
        var before = DateTime.UtcNow;
        var number = (12 * before.Year) + before.Month;
        var months = EntranceMonths.Open(Path.Combine(_folder.FullName, "entrances.json"));
        months.Keep($"*.{Zone} 127.0.0.1:0", new EntranceMonth(number, 1000));
        months.Keep("*.other.example 127.0.0.1:0", new EntranceMonth(number, 5));

        var entrance = await OpenAsync(new { zone = Zone, listen = "0", allow = provided }, "bytes-per-month = 1000");
        Assert.Equal(TlsAlert.InternalError, await AlertAsync(entrance, $"web.{FakeRings.Other:N}.zone.example"));
        Assert.Equal(1000L, (long)entrance.ToJson()["bytesOfMonth"]!);
        await _tunnels.CloseAsync(entrance.Id);
        _methods!.Dispose();
        var other = await OpenAsync(new { zone = "other.example", listen = "0", allow = provided }, "bytes-per-month = 1000");

        Assert.Equal(5L, (long)other.ToJson()["bytesOfMonth"]!);
        Assert.Equal(1000, EntranceMonths.Open(Path.Combine(_folder.FullName, "entrances.json")).Find($"*.{Zone} 127.0.0.1:0").Bytes);
    }

    [Fact]
    public void Of_entrances_beyond_64_the_one_whose_month_is_the_longest_ago_is_forgotten_and_a_damaged_file_is_said()
    {
        var path = Path.Combine(_folder.FullName, "entrances.json");
        var months = EntranceMonths.Open(path);
        for (var number = 0; number <= EntranceMonths.Most; number++) months.Keep($"e{number}", new EntranceMonth(100 + number, number + 1));

        var again = EntranceMonths.Open(path);
        Assert.Equal((default, 2, EntranceMonths.Most + 1), (again.Find("e0"), again.Find("e1").Bytes, again.Find($"e{EntranceMonths.Most}").Bytes));
        File.WriteAllText(path, "[");
        Assert.Contains("cannot be read", Assert.Throws<UserErrorException>(() => EntranceMonths.Open(path)).Message, StringComparison.Ordinal);
    }

    private Task<Tunnel> OpenAsync(object parameters, string settings = "") =>
        OpenAsync(JsonSerializer.SerializeToElement(parameters), settings);

    private Task<Tunnel> OpenAsync(JsonElement parameters, string settings = "")
    {
        var config = Akka.Configuration.ConfigurationFactory.ParseString($"rings.services.entrance {{\n{settings}\n}}")
            .WithFallback(NodeSettings.ReferenceConfig());
        _methods = new EntranceMethods(
            new ArgumentReader(_names), _tunnels, NodeSettings.From(config).Services.Entrance,
            OpenedServices.Open(Path.Combine(_folder.FullName, "opened.json")),
            EntranceMonths.Open(Path.Combine(_folder.FullName, "entrances.json")), TimeProvider.System, NullLoggerFactory.Instance);
        return _methods.OpenAsync(JsonRpcArguments.Bind(_methods.Open, parameters, null));
    }

    private async Task<TlsAlert> AlertAsync(Tunnel entrance, string host)
    {
        using var browser = new TcpClient();
        await browser.ConnectAsync(entrance.Local, _leash.Token);
        var hello = Hello(host);
        // In two pieces: the first says too little.
        await browser.Client.SendAsync(hello.AsMemory(0, 20), SocketFlags.None, _leash.Token);
        await browser.Client.SendAsync(hello.AsMemory(20), SocketFlags.None, _leash.Token);
        var answer = new byte[7];
        await browser.GetStream().ReadExactlyAsync(answer, _leash.Token);
        Assert.Equal([21, 3, 3, 0, 2, 2], answer[..6]);
        Assert.Equal(0, await browser.Client.ReceiveAsync(new byte[1], SocketFlags.None, _leash.Token));
        return (TlsAlert)answer[6];
    }

    private static byte[] Hello(string host)
    {
        var name = System.Text.Encoding.ASCII.GetBytes(host);
        byte[] extension = [0, 0, 0, (byte)(name.Length + 5), 0, (byte)(name.Length + 3), 0, 0, (byte)name.Length, .. name];
        byte[] body = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0, 0, (byte)extension.Length, .. extension];
        return [22, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body];
    }
}

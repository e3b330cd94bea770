using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Rings.Host.Tests.Processes;

/// <summary>What goes wrong is told in one line on stderr: what, where, and what to do.</summary>
public sealed class ComplaintSpecs : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("rings-complaints-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_named_port_that_is_taken()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        await File.WriteAllTextAsync(Path.Combine(_data, "rings.conf"), $"rings.http.internal = \"127.0.0.1:{port}\"\n");

        Assert.Equal(
            $"rings: rings.http.internal: 127.0.0.1:{port} is taken. Name another, or port 0 for any",
            (await RunAsync("run")).Complaint());
    }

    [Fact]
    public async Task A_named_UDP_port_that_is_taken()
    {
        using var holder = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)holder.Client.LocalEndPoint!).Port;
        await File.WriteAllTextAsync(Path.Combine(_data, "rings.conf"), $"rings.transport.port = {port}\n");

        Assert.Equal(
            $"rings: rings.transport: UDP 127.0.0.1:{port} is taken. Name another port or address, or port 0 for any",
            (await RunAsync("run", "--port", "0")).Complaint());
    }

    [Fact]
    public async Task An_address_that_is_not_of_this_machine() => Assert.Contains(
        "192.0.2.1:7 cannot be opened",
        (await RunAsync("run", "--port", "0", "--external", "192.0.2.1:7")).Complaint(), StringComparison.Ordinal);

    [Theory]
    [InlineData("'foo' is not a seed", "run", "--join", "foo")]
    [InlineData("there is no configuration file /nowhere", "run", "--config", "/nowhere")]
    [InlineData("there is no file /nowhere", "run", "--passphrase-file", "/nowhere")]
    [InlineData("--log-level loud: expected", "run", "--log-level", "loud")]
    [InlineData("Start one with: rings run", "inspect")]
    [InlineData("no node answers at http://127.0.0.1:1/", "inspect", "--endpoint", "http://127.0.0.1:1/")]
    [InlineData("'x' is not an http URL", "inspect", "--endpoint", "x")]
    public async Task What_was_named_wrongly(string says, params string[] command)
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "token"), "a-token-of-this-test\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_data, "token"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Contains(says, (await RunAsync(command)).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be()
    {
        var file = Path.Combine(_data, "file");
        await File.WriteAllTextAsync(file, "");

        Assert.Equal(
            $"rings: cannot make the data directory {file}. Name another: --data-dir DIR",
            (await Program.RunAsync("run", "--data-dir", file)).Complaint());
    }

    [Fact]
    public async Task A_store_of_a_later_version()
    {
        var path = Path.Combine(_data, "replay.db");
        using (var store = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            store.Open();
            // The version stands in the file twice: "RN", the store's number, the version.
            using var mark = new SqliteCommand(
                $"CREATE TABLE t (c); PRAGMA user_version = 99; PRAGMA application_id = {0x524E_0363}", store);
            mark.ExecuteNonQuery();
        }

        Assert.Equal(
            $"rings: {path} was written by a later version of this program. Name another directory: --data-dir DIR; "
            + "rings doctor looks into this one",
            (await RunAsync("run", "--port", "0")).Complaint());
    }

    [Fact]
    public async Task A_second_node_on_one_directory()
    {
        var (first, _) = await TwoNodes.StartAsync("--data-dir", _data);
        await using var running = first;

        Assert.Equal(
            $"rings: another node runs on {_data}. Give this one a directory of its own: --data-dir DIR",
            (await RunAsync("run", "--port", "0")).Complaint());
    }

    [Fact]
    public async Task A_seed_that_nobody_answers_at()
    {
        var (first, _) = await TwoNodes.StartAsync("--data-dir", _data);
        await using var running = first;

        Assert.Equal(
            "rings: http://127.0.0.1:1/ cannot be reached: Connection refused (127.0.0.1:1). Is it running, and open to this machine?",
            (await RunAsync("connect", "node", "http://127.0.0.1:1/", "--json")).Complaint());
    }

    [Fact]
    public async Task A_node_that_is_stopped_by_Ctrl_C_says_when_it_began_and_no_more()
    {
        var (program, says) = await TwoNodes.StartAsync("--data-dir", _data);
        await using var running = program;

        var ended = await program.InterruptAsync();

        Assert.Equal(0, ended.Code);
        Assert.All(ended.ErrorLines, line => Assert.Contains(" info: rings.node ", line, StringComparison.Ordinal));
        Assert.Contains($"began as {says["did"]} on ring main", ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith("rings has left its ring and closed its links", ended.ErrorLines[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_data, "endpoint")));
    }

    private Task<Program.Ended> RunAsync(params string[] arguments) => Program.RunAsync([.. arguments, "--data-dir", _data]);
}

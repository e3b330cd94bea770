using System.Net;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Actors.Services;

namespace Rings.Actors.Tests.Services;

/// <summary>Bytes between a stream and a real socket on loopback.</summary>
public sealed class TcpBridgeSpecs : IDisposable
{
    private readonly CancellationTokenSource _leash = new(TimeSpan.FromSeconds(30));
    private readonly CancellationTokenSource _stop = new();
    private readonly PipePair _stream = new();
    private readonly Socket _program;
    private readonly Task<CallEnd> _bridge;

    public TcpBridgeSpecs()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _program = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _program.Connect(listener.LocalEndPoint!);
        _bridge = TcpBridge.RunAsync(_stream.Far, () => _stream.Reset.TrySetResult(), listener.Accept(), _stop.Token);
    }

    public void Dispose()
    {
        _program.Dispose();
        _leash.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Bytes_go_both_ways_and_a_half_close_leaves_the_other_way_open()
    {
        var random = new Random(5);
        var (there, back) = (new byte[1_000_000], new byte[700_000]);
        random.NextBytes(there);
        random.NextBytes(back);

        var writing = WriteAsync(there);
        Assert.Equal(there, await ReadSocketAsync()); // To its end: the FIN is there.
        await writing;
        var answering = SendAsync(back);
        Assert.Equal(back, await ReadStreamAsync());
        await answering;

        Assert.Equal(new CallEnd(back.Length, there.Length, null), await _bridge.WaitAsync(_leash.Token));
        Assert.False(_stream.Reset.Task.IsCompleted);
    }

    [Fact]
    public async Task A_reset_of_the_program_resets_the_stream()
    {
        _program.LingerState = new LingerOption(enable: true, seconds: 0);
        _program.Close();

        await _stream.Reset.Task.WaitAsync(_leash.Token);
        Assert.NotNull((await _bridge.WaitAsync(_leash.Token)).Trouble);
    }

    [Fact]
    public async Task A_reset_of_the_stream_resets_the_program()
    {
        await _stream.Near.Output.CompleteAsync(new IOException("reset by the other end"));

        var failed = await Assert.ThrowsAsync<SocketException>(async () =>
            await _program.ReceiveAsync(new byte[1], SocketFlags.None, _leash.Token));
        Assert.Equal(SocketError.ConnectionReset, failed.SocketErrorCode);
        Assert.Equal("reset by the other end", (await _bridge.WaitAsync(_leash.Token)).Trouble);
    }

    [Fact]
    public async Task A_caller_who_reads_no_more_ends_both()
    {
        await _stream.Near.Input.CompleteAsync();
        await _program.SendAsync(new byte[1], SocketFlags.None, _leash.Token);

        await _stream.Reset.Task.WaitAsync(_leash.Token);
        Assert.Contains("reads no more", (await _bridge.WaitAsync(_leash.Token)).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_stops_breaks_both_off()
    {
        await _stop.CancelAsync();

        await _stream.Reset.Task.WaitAsync(_leash.Token);
        await _bridge.WaitAsync(_leash.Token);
        Assert.Equal(SocketError.ConnectionReset, (await Assert.ThrowsAsync<SocketException>(async () =>
            await _program.ReceiveAsync(new byte[1], SocketFlags.None, _leash.Token))).SocketErrorCode);
    }

    [Fact]
    public async Task A_side_that_does_not_read_stops_the_other_and_nothing_gathers()
    {
        _program.Blocking = false;
        var sent = 0L;
        var chunk = new byte[64 * 1024];
        // Until neither the pipe nor the sockets take more: far below what is offered.
        for (var idle = 0; idle < 50;)
        {
            try
            {
                sent += _program.Send(chunk);
                idle = 0;
            }
            catch (SocketException full) when (full.SocketErrorCode == SocketError.WouldBlock)
            {
                idle++;
                await Task.Delay(10, _leash.Token);
            }

            Assert.True(sent < 64 << 20, "the bridge takes what nobody reads");
        }

        _program.Blocking = true;
        _program.Shutdown(SocketShutdown.Send);
        Assert.Equal(sent, (await ReadStreamAsync()).LongLength);
    }

    private async Task WriteAsync(byte[] bytes)
    {
        await _stream.Near.Output.WriteAsync(bytes, _leash.Token);
        await _stream.Near.Output.CompleteAsync();
    }

    private async Task SendAsync(byte[] bytes)
    {
        var sent = 0;
        while (sent < bytes.Length) sent += await _program.SendAsync(bytes.AsMemory(sent), SocketFlags.None, _leash.Token);
        _program.Shutdown(SocketShutdown.Send);
    }

    private async Task<byte[]> ReadStreamAsync()
    {
        using var all = new MemoryStream();
        await _stream.Near.Input.CopyToAsync(all, _leash.Token);
        return all.ToArray();
    }

    private async Task<byte[]> ReadSocketAsync()
    {
        using var all = new MemoryStream();
        await using var network = new NetworkStream(_program);
        await network.CopyToAsync(all, _leash.Token);
        return all.ToArray();
    }
}

using System.Globalization;
using System.Text;
using Rings.Transport.WebRtc;
using Xunit.Abstractions;

namespace Rings.Transport.Tests.WebRtc;

/// <summary>
/// Channels made and closed over real sockets that lose packets, each on the number of the one before. RTC_LOSSY says
/// how many for each rate of loss; 3 without it.
/// </summary>
[Collection(nameof(ChurnSpecs))]
public sealed class LossyChurnSpecs(ITestOutputHelper output)
{
    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("RTC_LOSSY") ?? "3", CultureInfo.InvariantCulture);

    private const int PerLink = 100;
    private const int MostLinks = 100;

    // At 20 % loss one reset in 75,000 is lost eleven times in a row, and its timer is doubled each time up to 10 s.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    public async Task Rfc8831_6_7_No_channel_is_lost_or_crossed_over_real_sockets(int percent)
    {
        var links = Math.Clamp(Count / PerLink, 1, MostLinks);
        var each = Math.Max(1, Count / links);
        await using var left = new WebRtcPeerConnectionFactory(Peer.Loopback);
        await using var right = new WebRtcPeerConnectionFactory(Peer.Loopback);
        var numbers = await Task.WhenAll(Enumerable.Range(0, links).Select(
            i => ChurnAsync(left, right, percent, 1000 * percent + i, each)));

        output.WriteLine($"{percent} %: {links * each} channels on {links} connections and {numbers.Sum()} numbers, "
            + "none lost or crossed");
    }

    private static async Task<int> ChurnAsync(
        WebRtcPeerConnectionFactory left, WebRtcPeerConnectionFactory right, int percent, int seed, int count)
    {
        await using var link = new LossyLink(seed);
        await using var a = new Peer(left);
        await using var b = new Peer(right);
        a.Open("first");
        await link.ConnectAsync(a, b);
        link.Percent = percent;
        var numbers = new HashSet<int>();
        for (var i = 0; i < count; i++)
        {
            var (maker, other) = i % 3 == 0 ? (b, a) : (a, b);
            numbers.Add(await OneAsync(maker, other, $"{seed}/{i}"));
        }

        return numbers.Count;
    }

    private static async Task<int> OneAsync(Peer maker, Peer other, string label)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var channel = maker.Connection.CreateDataChannel(label, DataChannelOptions.Default);
        channel.Observe(new Watcher(closed));
        Assert.Equal(SendResult.Sent, channel.TrySend(Encoding.ASCII.GetBytes(label)));
        while (other.Messages.IsEmpty)
            await other.EventsAsync(1, Patience);

        Assert.True(other.Messages.TryDequeue(out var got));
        Assert.Equal((label, label), (got.Label, Encoding.ASCII.GetString(got.Bytes)));
        channel.Close();
        await closed.Task.WaitAsync(Patience);
        return channel.Id!.Value;
    }

    private sealed class Watcher(TaskCompletionSource closed) : IDataChannelObserver
    {
        public void OnOpen(DataChannel channel)
        {
            // The message is sent without waiting for this.
        }

        public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary) =>
            closed.TrySetException(new InvalidOperationException("nothing is sent this way"));

        public void OnBufferedAmountLow(DataChannel channel)
        {
            // One short message never fills a buffer.
        }

        public void OnClose(DataChannel channel) => closed.TrySetResult();
    }
}

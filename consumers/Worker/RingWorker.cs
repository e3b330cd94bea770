using System.Text;
using Microsoft.Extensions.Hosting;
using Rings.Actors.Public;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Worker;

/// <summary>Takes the node in its constructor, sends itself a message, and ends the program.</summary>
internal sealed class RingWorker(IRings rings, IHostApplicationLifetime life) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var me = (await rings.GetStatusAsync(patience.Token)).Did;
        await using var inbox = rings.MessagesAsync("worker/1", cancel: patience.Token).GetAsyncEnumerator(patience.Token);
        var next = inbox.MoveNextAsync();
        var outcome = await rings.SendAsync(me, "worker/1", Encoding.UTF8.GetBytes("a message to myself"), cancel: patience.Token);
        Console.WriteLine(outcome is Delivered ? "delivered" : $"not delivered: {outcome}");
        if (await next) Console.WriteLine($"received: {Encoding.UTF8.GetString(inbox.Current.Payload)}");
        life.StopApplication();
    }
}

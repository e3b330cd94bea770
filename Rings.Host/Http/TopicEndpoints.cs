using Rings.Actors.Public;
using Rings.Host.Events;
using Rings.Host.Rpc;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Http;

/// <summary>
/// <c>GET /topics?name=NAME</c>: a topic's messages as server-sent events, what is there and then what comes, each once.
/// </summary>
/// <param name="node">The node.</param>
internal sealed class TopicEndpoints(IRings node)
{
    /// <summary>Followers at a time.</summary>
    public const int MaxFollowers = 64;

    private int _followers;

    /// <summary>Adds the route.</summary>
    public void Map(WebApplication app) => app.MapGet("/topics", FollowAsync);

    private async Task FollowAsync(HttpContext context)
    {
        var set = Topics.SetOf(context.Request.Query["name"].ToString());
        if (System.Text.Encoding.UTF8.GetByteCount(set) > RecordLimits.MaxNameBytes)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("The topic's name is too long.\n", context.RequestAborted);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _followers) > MaxFollowers)
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            else await TellAsync(context, new GetSet(set));
        }
        finally
        {
            Interlocked.Decrement(ref _followers);
        }
    }

    private async Task TellAsync(HttpContext context, GetSet query)
    {
        await ServerSentEvents.BeginAsync(context, "following");
        await foreach (var record in node.WatchAsync(query, cancel: context.RequestAborted))
            await ServerSentEvents.TellAsync(context, "topic-message", RecordJson.Record(record).ToJsonString());
    }
}

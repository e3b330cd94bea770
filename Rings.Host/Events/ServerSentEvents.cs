namespace Rings.Host.Events;

/// <summary>A response of server-sent events (WHATWG HTML, section 9.2).</summary>
internal static class ServerSentEvents
{
    /// <summary>Begins one with a comment: whoever asked knows that it is heard before anything happens.</summary>
    public static Task BeginAsync(HttpContext context, string comment) => WriteAsync(context, $": {comment}\n\n");

    /// <summary>Tells an event; the first begins the response.</summary>
    /// <param name="context">The request that is answered.</param>
    /// <param name="type">The event's kind.</param>
    /// <param name="json">What happened, in one line.</param>
    public static Task TellAsync(HttpContext context, string type, string json) =>
        WriteAsync(context, $"event: {type}\ndata: {json}\n\n");

    private static async Task WriteAsync(HttpContext context, string text)
    {
        var response = context.Response;
        if (!response.HasStarted)
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
        }

        await response.WriteAsync(text, context.RequestAborted);
        await response.Body.FlushAsync(context.RequestAborted);
    }
}

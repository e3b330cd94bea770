using System.Net;
using Microsoft.AspNetCore.Http;

namespace Rings.AspNetCore.Proxy;

/// <summary>
/// Answers of which nobody knows the length, as streams of events: their headers go at once. A forwarder by itself would keep
/// them until the first byte of the body has come, which may take hours.
/// </summary>
internal static class StreamedAnswer
{
    /// <summary>Sends the headers, where a body of unknown length is to come.</summary>
    public static async Task BeginAsync(HttpContext context, HttpResponseMessage answer, CancellationToken cancel)
    {
        var hasBody = answer.StatusCode is not (HttpStatusCode.SwitchingProtocols or HttpStatusCode.NoContent or HttpStatusCode.NotModified)
            && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsConnect(context.Request.Method);
        if (hasBody && answer.Content.Headers.ContentLength is null)
            await context.Response.Body.FlushAsync(cancel).ConfigureAwait(false);
    }
}

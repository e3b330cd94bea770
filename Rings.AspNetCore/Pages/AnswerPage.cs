using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Rings.AspNetCore.Pages;

/// <summary>What stands between a browser and a service says itself: a page for browsers, plain text for other programs.</summary>
internal static class AnswerPage
{
    /// <summary>Answers; where an answer has begun it is broken off, for half of one must not look like a whole one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Its status.</param>
    /// <param name="words">What is the matter, in a sentence or two.</param>
    public static async Task WriteAsync(HttpContext context, int status, string words)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }

        var isPage = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        var text = isPage ? Page(status, words) : words + "\n";
        response.StatusCode = status;
        response.ContentType = isPage ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        PageHeaders.Harden(response.Headers);
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";
        var bytes = Encoding.UTF8.GetBytes(text);
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Page(int status, string words) =>
        $"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{status}: Rings</title>
        <style>body {"{"} font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem {"}"}</style>
        <h1>{status}</h1>
        <p>{HtmlEncoder.Default.Encode(words)}</p>
        </html>

        """;
}

namespace Rings.Host.Http;

/// <summary>Reads request bodies that have a bound.</summary>
internal static class BodyReader
{
    /// <summary>Reads the whole body.</summary>
    /// <returns>Null when it is longer than <paramref name="most"/> bytes; the response says so then (413).</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context, int most)
    {
        var body = new MemoryStream(Math.Min(most, (int)(context.Request.ContentLength ?? 0) & 0xFFFF));
        var buffer = new byte[16 * 1024];
        int read;
        while (context.Request.ContentLength is not { } stated || stated <= most)
        {
            read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted);
            if (read == 0) return body.GetBuffer().AsMemory(0, (int)body.Length);
            if (body.Length + read > most) break;
            body.Write(buffer, 0, read);
        }

        // What is left of the body is not read, so the connection can carry no further request (RFC 9112, 9.6).
        context.Response.Headers.Connection = "close";
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        await context.Response.WriteAsync($"The body is longer than {most} bytes.\n", context.RequestAborted);
        return null;
    }
}

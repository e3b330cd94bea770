using Microsoft.Net.Http.Headers;
using Rings.Actors.Files;
using Rings.Actors.Public;
using Rings.AspNetCore.Pages;
using Rings.Host.Cli;
using Rings.Host.Http;
using Rings.Protocol.Services;
using Rings.Protocol.Storage.Files;

namespace Rings.Host.Gateway;

/// <summary>
/// The sites and services of the ring for browsers of this machine: <c>http://NAME.DID.localhost:PORT/</c>. Each Did's pages are a site of
/// their own to the browser, and nothing of one reaches another.
/// </summary>
/// <param name="sites">Finds sites.</param>
/// <param name="files">Fetches their files.</param>
/// <param name="services">Passes requests on to services.</param>
internal sealed class WebGateway(SiteSource sites, RingsFiles files, ServiceGateway services)
{
    /// <summary>Adds the gateway's one route; it ends with the application.</summary>
    public void Map(WebApplication app)
    {
        app.Lifetime.ApplicationStopped.Register(services.Dispose);
        app.Run(AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (GatewayRules.Judge(context.Request, out var host))
        {
            case StatusCodes.Status200OK:
                await ShowAsync(context, host!);
                break;

            case StatusCodes.Status307TemporaryRedirect:
                // One origin only: an application must not have its data under two.
                PageHeaders.Harden(context.Response.Headers);
                Redirect(context, $"{host}", context.Request.Path);
                break;

            case StatusCodes.Status403Forbidden:
                await AnswerPage.WriteAsync(context, StatusCodes.Status403Forbidden, "Another page asked for this. Type the address, or follow a link to it.");
                break;

            default:
                await AnswerPage.WriteAsync(
                    context, StatusCodes.Status421MisdirectedRequest, "This is a web gateway of Rings: it answers to NAME.DID.localhost, the Did as 40 hex digits.");
                break;
        }
    }

    private async Task ShowAsync(HttpContext context, LocalHost host)
    {
        try
        {
            // A closed service may have no record at all: whoever opened it here knows better than the ring.
            var isOpened = services.IsOpened(host);
            var found = isOpened ? null : await sites.FindAsync(host, context.RequestAborted);
            if (found is null || found.IsService) await services.AnswerAsync(context, host);
            else if (found.Directory is { } directory) await ShowSiteAsync(context, directory, found.IsSinglePage, host);
            else await AnswerPage.WriteAsync(context, found.Status, found.Why);
        }
        catch (FileTransferException failed)
        {
            await FailAsync(context, StatusOf(failed.Reason), failed.Message);
        }
        catch (Exception gone) when (gone is NodeStoppedException or TimeoutException)
        {
            await FailAsync(context, StatusCodes.Status503ServiceUnavailable, "The node behind this gateway has stopped.");
        }
    }

    private async Task ShowSiteAsync(HttpContext context, DirectoryManifest directory, bool isSinglePage, LocalHost host)
    {
        PageHeaders.Harden(context.Response.Headers);
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
        {
            await AnswerAsync(context, SitePath.Find(directory, context.Request.Path.Value ?? "/", isSinglePage), host);
            return;
        }

        context.Response.Headers.Allow = "GET, HEAD";
        await AnswerPage.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "A site is read only.");
    }

    private async Task AnswerAsync(HttpContext context, SitePath path, LocalHost host)
    {
        switch (path)
        {
            case SitePath.File { IsFound: true } file:
                await SendAsync(context, file.Entry, StatusCodes.Status200OK);
                break;

            case SitePath.File own:
                await SendAsync(context, own.Entry, StatusCodes.Status404NotFound);
                break;

            case SitePath.Folder:
                Redirect(context, $"{host}", context.Request.Path + "/");
                break;

            default:
                await AnswerPage.WriteAsync(context, StatusCodes.Status404NotFound, $"{host.Name} of {host.Owner} has no {context.Request.Path}.");
                break;
        }
    }

    /// <summary>Sends a file, or the part of it that was asked for (RFC 9110, 14).</summary>
    private async Task SendAsync(HttpContext context, DirectoryEntry entry, int status)
    {
        var (request, response) = (context.Request, context.Response);
        var tag = new EntityTagHeaderValue($"\"{entry.Root}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "no-cache";
        response.Headers.AcceptRanges = "bytes";
        if (status == StatusCodes.Status200OK && request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = entry.MediaType is { Length: > 0 } ? entry.MediaType : "application/octet-stream";
        var (from, length) = (0L, entry.Size);
        if (status == StatusCodes.Status200OK && ByteRange.Of(request.GetTypedHeaders(), tag, entry.Size) is { } range)
        {
            if (!range.IsSatisfiable)
            {
                response.Headers.ContentRange = $"bytes */{entry.Size}";
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                return;
            }

            (from, length, status) = (range.From, range.Length, StatusCodes.Status206PartialContent);
            response.Headers.ContentRange = $"bytes {from}-{from + length - 1}/{entry.Size}";
        }

        response.StatusCode = status;
        response.ContentLength = length;
        if (HttpMethods.IsGet(request.Method)) await CopyAsync(context, entry, from, length);
    }

    private async Task CopyAsync(HttpContext context, DirectoryEntry entry, long from, long length)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        await using var part = new PartStream(context.Response.Body, from, length, enough.Cancel);
        try
        {
            await files.GetAsync(entry.Root, part, FileEndpoints.MaxFile, cancel: enough.Token);
        }
        catch (OperationCanceledException) when (part.IsWhole && !context.RequestAborted.IsCancellationRequested)
        {
            // All that was asked for has been sent.
        }
    }

    private static void Redirect(HttpContext context, string host, string path)
    {
        var port = context.Request.Host.Port is { } given ? $":{given}" : "";
        context.Response.Headers.Location = $"http://{host}{port}{new PathString(path).ToUriComponent()}{context.Request.QueryString}";
        context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
    }

    private static async Task FailAsync(HttpContext context, int status, string why)
    {
        if (!context.Response.HasStarted)
        {
            foreach (var header in (string[])[HeaderNames.ETag, HeaderNames.ContentLength, HeaderNames.ContentRange, HeaderNames.AcceptRanges])
                context.Response.Headers.Remove(header);
        }

        await AnswerPage.WriteAsync(context, status, Visible.Line(why));
    }

    private static int StatusOf(FileFailure reason) => reason switch
    {
        FileFailure.Missing => StatusCodes.Status404NotFound,
        FileFailure.Unreachable => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status502BadGateway,
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Actors.Files;
using Rings.Actors.Public;
using Rings.Host.Rpc;
using Rings.Protocol;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Http;

/// <summary>
/// Files over HTTP: <c>POST /files</c> stores the body, <c>POST /directories</c> a list of stored files, <c>GET
/// /files/ROOT</c> and <c>GET /files/ROOT/path</c> give them back, verified; <c>GET /blobs/HASH</c> gives one Blob.
/// </summary>
/// <param name="node">The node.</param>
internal sealed class FileEndpoints(IRings node)
{
    /// <summary>The longest file that is stored or fetched through here, in bytes.</summary>
    public const long MaxFile = 4L << 30;

    private const string Fallback = "application/octet-stream";
    private const string Sandbox = "sandbox; default-src 'self' 'unsafe-inline' data:";

    private readonly RingsFiles _files = new(node);

    /// <summary>Adds the routes.</summary>
    public void Map(WebApplication app)
    {
        app.MapPost("/files", PutAsync);
        app.MapPost("/directories", PutDirectoryAsync);
        app.MapGet("/files/{root}/{**path}", GetAsync);
        app.MapGet("/blobs/{hash}", context => GetBlobAsync(
            context, (string)context.Request.RouteValues["hash"]!, context.Request.Query["consistency"] == "quorum"));
    }

    private async Task PutAsync(HttpContext context)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { } limit)
            limit.MaxRequestBodySize = MaxFile;
        await AnswerAsync(context, async () =>
        {
            var mediaType = context.Request.ContentType ?? Fallback;
            var stored = await _files.PutAsync(context.Request.Body, mediaType, cancel: context.RequestAborted);
            await context.Response.WriteAsJsonAsync(Json(stored), context.RequestAborted);
        });
    }

    private async Task PutDirectoryAsync(HttpContext context)
    {
        if (await BodyReader.ReadAsync(context, InternalListener.MaxBody) is not { } body) return;
        await AnswerAsync(context, async () =>
        {
            var stored = await _files.PutDirectoryAsync(DirectoryJson.Read(body.Span), context.RequestAborted);
            await context.Response.WriteAsJsonAsync(Json(stored), context.RequestAborted);
        });
    }

    private static JsonObject Json(StoredFile stored) => new()
    {
        ["root"] = stored.Root.ToString(),
        ["size"] = stored.Size,
        ["parts"] = stored.Parts,
        ["copies"] = stored.Copies,
        ["expires"] = stored.Expires.ToString("O", CultureInfo.InvariantCulture),
    };

    private Task GetAsync(HttpContext context, string root, string? path) => AnswerAsync(context, async () =>
    {
        var name = BlobHash.Parse(root);
        if (await _files.FindDirectoryAsync(name, context.RequestAborted) is { } directory)
        {
            var entry = directory.Find(string.IsNullOrEmpty(path) ? "index.html" : path)
                ?? throw new FileTransferException(FileFailure.Missing, $"The directory has no {path}.");
            await SendAsync(context, entry.Root, entry.MediaType);
        }
        else if (string.IsNullOrEmpty(path)) await SendAsync(context, name, null);
        else throw new FileTransferException(FileFailure.Missing, $"{root} is a file, not a directory.");
    });

    /// <summary>404 says that its holders agree that there is none; 504, that they did not answer.</summary>
    private Task GetBlobAsync(HttpContext context, string hash, bool isSure) => AnswerAsync(context, async () =>
    {
        var query = new GetBlob(BlobHash.Parse(hash), isSure ? Consistency.Quorum : Consistency.One);
        var reply = await node.GetAsync(query, context.RequestAborted);
        if (reply is not RecordsFound { Records: [var record, ..] })
        {
            throw new FileTransferException(
                reply is RecordsFound { IsFinal: true } ? FileFailure.Missing : FileFailure.Unreachable, $"There is no {hash}.");
        }

        context.Response.ContentType = Fallback;
        context.Response.Headers.ContentSecurityPolicy = Sandbox;
        await context.Response.Body.WriteAsync(record.Value, context.RequestAborted);
    });

    /// <summary>What strangers stored never runs as a page of this listener.</summary>
    private async Task SendAsync(HttpContext context, BlobHash root, string? mediaType)
    {
        context.Response.ContentType = mediaType is { Length: > 0 } ? mediaType : Fallback;
        context.Response.Headers.ContentSecurityPolicy = Sandbox;
        var length = new LengthHeader(context.Response);
        await _files.GetAsync(root, context.Response.Body, MaxFile, progress: length, cancel: context.RequestAborted);
    }

    /// <summary>Says how long the file is as soon as its root does.</summary>
    private sealed class LengthHeader(HttpResponse response) : IProgress<FileProgress>
    {
        public void Report(FileProgress value)
        {
            if (!response.HasStarted && response.ContentLength is null) response.ContentLength = value.Total;
        }
    }

    private static async Task AnswerAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (FileTransferException failed)
        {
            await FailAsync(context, StatusOf(failed.Reason), failed.Message);
        }
        catch (ProtocolException wrong)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, wrong.Message);
        }
    }

    private static async Task FailAsync(HttpContext context, int status, string why)
    {
        if (context.Response.HasStarted)
        {
            // Half a file must not look like a whole one: the connection ends, and the log says why.
            context.RequestServices.GetService<ILoggerFactory>()?.CreateLogger("rings.files")
                .LogWarning("{Path}: {Why}", context.Request.Path, why);
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }

    private static int StatusOf(FileFailure reason) => reason switch
    {
        FileFailure.Missing => StatusCodes.Status404NotFound,
        FileFailure.Refused => StatusCodes.Status507InsufficientStorage,
        FileFailure.TooLarge => StatusCodes.Status413PayloadTooLarge,
        FileFailure.Damaged => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status504GatewayTimeout,
    };
}

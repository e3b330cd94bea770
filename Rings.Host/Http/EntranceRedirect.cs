using System.Net;
using System.Net.Sockets;
using Rings.Host.JsonRpc;
using Rings.Protocol.Entrance;

namespace Rings.Host.Http;

/// <summary>
/// The port of an entrance where HTTP is spoken in the clear: sends every browser on to <c>https</c>, at the same name if
/// that is one of the entrance's. An edge.
/// </summary>
internal sealed class EntranceRedirect : IAsyncDisposable
{
    private const int Connections = 256;
    private const int HttpsPort = 443;

    private readonly WebApplication _app;

    private EntranceRedirect(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => ListenerFactory.EndpointOf(_app);

    /// <summary>Where the entrance itself listens, once it does.</summary>
    public int Port { get; set; } = HttpsPort;

    /// <summary>Begins to listen.</summary>
    /// <param name="local">Where.</param>
    /// <param name="names">The entrance's names.</param>
    /// <param name="logging">For faults.</param>
    /// <exception cref="JsonRpcException">The address cannot be listened on.</exception>
    public static async Task<EntranceRedirect> StartAsync(IPEndPoint local, EntranceNames names, ILoggerFactory logging)
    {
        var app = ListenerFactory.Create(local, new ListenerBounds(Body: 0, Connections), logging);
        var redirect = new EntranceRedirect(app);
        app.Run(context => redirect.AnswerAsync(context, names));
        try
        {
            await app.StartAsync();
            return redirect;
        }
        catch (Exception taken) when (taken is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new JsonRpcException(JsonRpcError.Refused, $"{local} cannot be listened on ({taken.Message.TrimEnd('.')}). Name another.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, EntranceNames names)
    {
        var (request, response) = (context.Request, context.Response);
        var host = request.Host.Host.ToLowerInvariant();
        response.Headers.Connection = "close";
        if (names.Find(host).Url is null)
        {
            // Whoever sent browsers of foreign names here would send them on in this entrance's name.
            response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            await response.WriteAsync("This entrance knows no such name.\n", context.RequestAborted);
            return;
        }

        response.StatusCode = StatusCodes.Status308PermanentRedirect;
        var port = Port == HttpsPort ? "" : $":{Port}";
        response.Headers.Location = $"https://{host}{port}{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}";
    }
}

using Microsoft.AspNetCore.WebUtilities;
using Rings.Actors.Public;

namespace Rings.Host.Http;

/// <summary>
/// Sees that a request that fails is answered in words, and that what a caller did wrong is no error of this program's log.
/// </summary>
/// <param name="log">Told of faults.</param>
internal sealed class InWords(ILogger log)
{
    /// <summary>Stands before all that an application answers with.</summary>
    public void Map(WebApplication app) => app.Use(AnswerAsync);

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        string? words = null;
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left: nobody is there to be answered, and what was begun has ended with it.
            return;
        }
        catch (BadHttpRequestException bad)
        {
            words = Refuse(context, bad.StatusCode, bad.Message);
        }
        catch (NodeStoppedException stopped)
        {
            words = Refuse(context, StatusCodes.Status503ServiceUnavailable, stopped.Message);
        }
        catch (TimeoutException)
        {
            words = Refuse(context, StatusCodes.Status504GatewayTimeout, "The node did not answer in time. Try again later.");
        }
        catch (Exception fault)
        {
            log.LogError(fault, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            words = Refuse(context, StatusCodes.Status500InternalServerError, "A fault in this node; its log says more.");
        }

        var status = context.Response.StatusCode;
        if (status < StatusCodes.Status400BadRequest || context.Response.HasStarted) return;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync((words ?? $"{ReasonPhrases.GetReasonPhrase(status)}.") + "\n", context.RequestAborted);
    }

    private string Refuse(HttpContext context, int status, string why)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = status;
            return why;
        }

        // Half an answer must not look like a whole one: the connection ends, and the log says why.
        log.LogWarning("{Path}: {Why}", context.Request.Path, why);
        context.Abort();
        return why;
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rings.AspNetCore.Server;
using Rings.AspNetCore.Tests.Nodes;

namespace Rings.E2eApp;

/// <summary>What a browser needs beyond the tests of Rings.AspNetCore: a page, events, cookies.</summary>
internal sealed class Pages
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>application</title>
        <style>body { font: 1.2rem/1.6 system-ui, sans-serif; margin: 3rem auto; max-width: 44rem }</style>
        <h1>An application behind the ring</h1>
        <p>You are <code id="who">…</code>
        <p>A socket says <code id="socket">…</code>
        <p>An event says <code id="event">…</code>
        <script>
          const show = (id, text) => { document.getElementById(id).textContent = text; };
          fetch('/whoami').then(answer => answer.text()).then(text => show('who', text));
          const socket = new WebSocket(`ws://${location.host}/echo`);
          socket.onopen = () => socket.send('hello');
          socket.onmessage = ({ data }) => show('socket', data);
          const events = new EventSource('/events');
          events.onopen = () => fetch('/tell', { method: 'POST', body: 'news' });
          events.onmessage = ({ data }) => show('event', data);
        </script>
        </html>
        """;

    /// <summary>Tells everybody which cookies come back.</summary>
    private const string CookiePage = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>cookies</title>
        <script type="module">
          await fetch('/cookie');
          const cookies = await (await fetch('/cookies')).text();
          await fetch('/tell', { method: 'POST', body: `cookies ${cookies}, secure context ${isSecureContext}` });
        </script>
        </html>
        """;

    private readonly ConcurrentDictionary<Channel<string>, byte> _listening = new();

    /// <summary>Adds its routes.</summary>
    public void Map(WebApplication app)
    {
        app.MapGet("/", () => Results.Content(Page, "text/html; charset=utf-8"));
        // By the ring itself, or by the word of the node before this application.
        app.MapGet("/whoami", (HttpContext context) =>
            context.Features.Get<IRingsCaller>()?.Did.ToString() ?? context.Request.Headers["Rings-Caller"].ToString());
        app.MapGet("/events", ListenAsync);
        app.MapPost("/tell", TellAsync);
        app.MapGet("/cookie-page", () => Results.Content(CookiePage, "text/html; charset=utf-8"));
        app.MapGet("/cookie", context =>
        {
            context.Response.Headers.Append("Set-Cookie", "id=7; Path=/; HttpOnly");
            return context.Response.WriteAsync("set");
        });
        app.MapGet("/cookies", context => context.Response.WriteAsync(context.Request.Headers.Cookie.ToString()));
    }

    private async Task ListenAsync(HttpContext context)
    {
        var told = Channel.CreateBounded<string>(16);
        _listening[told] = 0;
        try
        {
            await WebApp.TellAsync(context, told.Reader);
        }
        finally
        {
            _listening.TryRemove(told, out _);
        }
    }

    private async Task TellAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        foreach (var listener in _listening.Keys) listener.Writer.TryWrite(text);
    }
}

using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Rings.AspNetCore.Proxy;
using Rings.Protocol.Services;
using Yarp.ReverseProxy.Forwarder;

namespace Rings.Host.Gateway;

/// <summary>What a web gateway changes between a browser and a service, so that nothing of one reaches another.</summary>
internal sealed class GatewayTransformer : HttpTransformer
{
    /// <summary>The only one.</summary>
    public static GatewayTransformer Instance { get; } = new();

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        headers.Host = httpContext.Request.Host.Value;
        headers.Remove(HeaderNames.Cookie);
        var cookies = HostCookies.ToService(string.Join(';', (IEnumerable<string?>)httpContext.Request.Headers.Cookie));
        if (cookies.Length > 0) headers.TryAddWithoutValidation(HeaderNames.Cookie, cookies);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var isPassedOn = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var headers = httpContext.Response.Headers;
        if (headers.SetCookie.Count > 0)
            headers.SetCookie = headers.SetCookie.Select(cookie => HostCookies.FromService(cookie!)).ToArray();
        // It would lead the browser past this gateway.
        headers.Remove(HeaderNames.AltSvc);
        // A policy beside the service's own: both hold.
        headers.ContentSecurityPolicy = StringValues.Concat(headers.ContentSecurityPolicy, "frame-ancestors 'self'");
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Origin-Agent-Cluster"] = "?1";
        if (!headers.ContainsKey("Cross-Origin-Opener-Policy")) headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (!headers.ContainsKey("Referrer-Policy")) headers["Referrer-Policy"] = "same-origin";
        if (isPassedOn && proxyResponse is not null) await StreamedAnswer.BeginAsync(httpContext, proxyResponse, cancellationToken);
        return isPassedOn;
    }
}

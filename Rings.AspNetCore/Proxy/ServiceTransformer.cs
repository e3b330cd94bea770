using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Rings.Protocol;
using Rings.Protocol.Services;
using Yarp.ReverseProxy.Forwarder;

namespace Rings.AspNetCore.Proxy;

/// <summary>
/// What a target is told beside what the caller said, and what its answer is told instead: docs/protocol/7-services.md, "HTTP".
/// The caller's own reserved headers are gone by now; his trailers are not passed on.
/// </summary>
/// <param name="caller">Who calls.</param>
/// <param name="source">For which address, if he is an entrance that said so; null: nobody said.</param>
/// <param name="hosts">Which hosts the target and the caller know.</param>
/// <param name="answered">Told when the target has begun to answer.</param>
internal sealed class ServiceTransformer(Did caller, IPAddress? source, HostRules hosts, Action answered) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken).ConfigureAwait(false);
        var (request, headers) = (httpContext.Request, proxyRequest.Headers);
        var host = request.Host.Value ?? "";
        headers.Host = hosts.HostFor(host);
        headers.Add(CallerHeaders.Caller, caller.ToString());
        headers.TryAddWithoutValidation(CallerHeaders.ForwardedHost, host);
        headers.Add(CallerHeaders.ForwardedProto, request.Scheme);
        if (source is not null) headers.Add(CallerHeaders.ForwardedFor, source.ToString());
        Turn(headers, HeaderNames.Origin, url => hosts.ToTarget(url, host));
        Turn(headers, HeaderNames.Referer, url => hosts.ToTarget(url, host));
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        answered();
        var isPassedOn = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
        var (request, headers) = (httpContext.Request, httpContext.Response.Headers);
        if (headers.Location is [{ } location])
            headers.Location = hosts.FromTarget(location, request.Scheme, request.Host.Value ?? "");
        if (headers.SetCookie.Count > 0)
            headers.SetCookie = headers.SetCookie.Select(cookie => HostRules.WithoutDomain(cookie!)).ToArray();
        if (isPassedOn && proxyResponse is not null) await StreamedAnswer.BeginAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
        return isPassedOn;
    }

    private static void Turn(HttpRequestHeaders headers, string name, Func<string, string> turn)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values) || values.Count != 1) return;
        var turned = turn(values.ToString());
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, turned);
    }
}

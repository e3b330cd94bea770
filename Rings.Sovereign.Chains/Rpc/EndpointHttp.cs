using System.Net.Http.Headers;
using System.Text;

namespace Rings.Sovereign.Chains.Rpc;

/// <summary>Makes the HTTP client of an endpoint: with its deadline, its bound, its authentication, and no proxy or redirect.</summary>
internal static class EndpointHttp
{
    public static HttpClient Of(ChainEndpoint endpoint)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        var http = new HttpClient(handler)
        {
            Timeout = endpoint.Deadline,
            MaxResponseContentBufferSize = endpoint.MaxResponseBytes,
        };
        if (endpoint.User is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{endpoint.User}:{endpoint.Password}")));
        return http;
    }
}

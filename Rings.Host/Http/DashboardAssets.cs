using System.Collections.Frozen;

namespace Rings.Host.Http;

/// <summary>The dashboard's files, carried inside the program.</summary>
internal static class DashboardAssets
{
    private const string Prefix = "Rings.Host.Dashboard/";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    /// <summary>All files by their name.</summary>
    public static IEnumerable<string> Names { get; } = [.. typeof(DashboardAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..])];

    /// <summary>Sends one file.</summary>
    public static async Task SendAsync(HttpContext context, string name)
    {
        context.Response.ContentType = ContentTypes[Path.GetExtension(name)];
        context.Response.Headers.CacheControl = "no-cache";
        await using var content = typeof(DashboardAssets).Assembly.GetManifestResourceStream(Prefix + name)!;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}

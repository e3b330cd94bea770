namespace Rings.Host.Commands;

/// <summary>What a file is, by its name: what a small web site is made of.</summary>
internal static class MediaTypes
{
    private static readonly Microsoft.AspNetCore.StaticFiles.FileExtensionContentTypeProvider Known = new();

    /// <summary>The media type; of unknown names, any bytes.</summary>
    public static string Of(string path) =>
        Known.TryGetContentType(path, out var type) ? type : "application/octet-stream";
}

namespace Rings.AspNetCore.Server;

/// <summary>What the caller of a connection speaks, as its first bytes say.</summary>
internal enum HttpVersionSpoken
{
    /// <summary>HTTP/1.1, or whatever is no HTTP at all.</summary>
    One,

    /// <summary>HTTP/2 by prior knowledge (RFC 9113, 3.3).</summary>
    Two,
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Rings.Host.Http;

/// <summary>
/// Lets a browser in without a token: a one-time code, carried in a URL's fragment that no server sees, is traded for
/// a cookie. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class DashboardSessions(TimeProvider time)
{
    /// <summary>Codes that wait, at most; the oldest gives way.</summary>
    public const int MaxCodes = 8;

    /// <summary>Browsers that are in, at most; the oldest gives way.</summary>
    public const int MaxSessions = 16;

    private const int SecretBytes = 24;
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan SessionLife = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private readonly List<Secret> _codes = [];
    private readonly List<Secret> _sessions = [];

    /// <summary>Makes a code, good once and for half an hour.</summary>
    public string NewCode()
    {
        lock (_lock) return Add(_codes, MaxCodes, CodeLife);
    }

    /// <summary>Trades a code for a session's secret.</summary>
    /// <returns>The secret for the cookie, or null: no such code, or it was used, or it is too old.</returns>
    public string? Redeem(string code)
    {
        lock (_lock)
        {
            if (Find(_codes, code) is not { } found) return null;
            _codes.Remove(found);
            return Add(_sessions, MaxSessions, SessionLife);
        }
    }

    /// <summary>Whether a cookie's secret belongs to a session that is still good.</summary>
    public bool Knows(string? secret)
    {
        lock (_lock) return secret is not null && Find(_sessions, secret) is not null;
    }

    private string Add(List<Secret> secrets, int most, TimeSpan life)
    {
        var now = time.GetUtcNow();
        secrets.RemoveAll(secret => secret.Expires <= now);
        if (secrets.Count >= most) secrets.RemoveAt(0);
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        secrets.Add(new Secret(Encoding.ASCII.GetBytes(text), now + life));
        return text;
    }

    private Secret? Find(List<Secret> secrets, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var now = time.GetUtcNow();
        return secrets.Find(
            secret => secret.Expires > now && CryptographicOperations.FixedTimeEquals(secret.Text, bytes));
    }

    private sealed record Secret(byte[] Text, DateTimeOffset Expires);
}

using System.Text;

namespace Rings.Transport.Ice;

/// <summary>The credentials of both sides between two restarts, in the form in which packets need them.</summary>
internal sealed class IceGeneration
{
    /// <summary>A generation whose remote side is not known yet.</summary>
    public IceGeneration(IceCredentials local)
    {
        Local = local;
        LocalKey = Encoding.UTF8.GetBytes(local.Password);
    }

    /// <summary>This side's.</summary>
    public IceCredentials Local { get; }

    /// <summary>The key of requests that come and of the answers to them.</summary>
    public byte[] LocalKey { get; }

    /// <summary>
    /// The key of requests that leave and of the answers to them; empty until the remote side is known.
    /// </summary>
    public byte[] RemoteKey { get; private set; } = [];

    /// <summary>USERNAME of requests that leave: the remote fragment first (RFC 8445, section 7.2.2).</summary>
    public byte[] Username { get; private set; } = [];

    /// <summary>Whether the remote side is known.</summary>
    public bool HasRemote => RemoteKey.Length > 0;

    /// <summary>Takes the remote side's credentials.</summary>
    public void SetRemote(string ufrag, string password)
    {
        RemoteKey = Encoding.UTF8.GetBytes(password);
        Username = Encoding.UTF8.GetBytes($"{ufrag}:{Local.Ufrag}");
    }

    /// <summary>
    /// Whether a request's USERNAME is meant for this generation: its first part is the local fragment.
    /// </summary>
    public bool IsFor(ReadOnlySpan<byte> username)
    {
        Span<byte> expected = stackalloc byte[9];
        Encoding.ASCII.GetBytes(Local.Ufrag, expected);
        expected[8] = (byte)':';
        return username.StartsWith(expected);
    }
}

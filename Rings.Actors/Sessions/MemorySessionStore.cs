using Rings.Protocol;
using Rings.Protocol.EndToEnd;

namespace Rings.Actors.Sessions;

/// <summary>Keeps all in memory: for a node without a data directory.</summary>
internal sealed class MemorySessionStore : ISessionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Instant> _hellos = [];
    private readonly HashSet<PostedMail> _posted = [];
    private IReadOnlyList<PrekeySecret> _prekeys = [];

    public IReadOnlyList<(byte[] Hash, Instant Until)> Hellos()
    {
        lock (_lock) return [.. _hellos.Select(entry => (Convert.FromHexString(entry.Key), entry.Value))];
    }

    public void KeepHello(ReadOnlySpan<byte> hash, Instant until)
    {
        var name = Convert.ToHexString(hash);
        lock (_lock) _hellos[name] = until;
    }

    public IReadOnlyList<PrekeySecret> Prekeys()
    {
        lock (_lock) return _prekeys;
    }

    public void KeepPrekeys(IReadOnlyList<PrekeySecret> secrets)
    {
        lock (_lock) _prekeys = secrets;
    }

    public IReadOnlyList<PostedMail> Posted()
    {
        lock (_lock) return [.. _posted];
    }

    public void KeepPosted(PostedMail mail)
    {
        lock (_lock) _posted.Add(mail);
    }

    public void ForgetPosted(PostedMail mail)
    {
        lock (_lock) _posted.Remove(mail);
    }

    public void Forget(Instant now)
    {
        lock (_lock)
        {
            foreach (var (name, until) in _hellos)
            {
                if (until < now) _hellos.Remove(name);
            }
        }
    }

    public void Dispose()
    {
    }
}

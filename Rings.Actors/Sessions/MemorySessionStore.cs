using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;

namespace Rings.Actors.Sessions;

/// <summary>Keeps all in memory: for a node without a data directory.</summary>
internal sealed class MemorySessionStore : ISessionStore
{
    private readonly Dictionary<string, Instant> _hellos = [];
    private readonly HashSet<PostedMail> _posted = [];
    private IReadOnlyList<PrekeySecret> _prekeys = [];

    public IReadOnlyList<(byte[] Hash, Instant Until)> Hellos() =>
        [.. _hellos.Select(entry => (Convert.FromHexString(entry.Key), entry.Value))];

    public void KeepHello(ReadOnlySpan<byte> hash, Instant until) => _hellos[Convert.ToHexString(hash)] = until;

    public IReadOnlyList<PrekeySecret> Prekeys() => _prekeys;

    public void KeepPrekeys(IReadOnlyList<PrekeySecret> secrets) => _prekeys = secrets;

    public IReadOnlyList<PostedMail> Posted() => [.. _posted];

    public void KeepPosted(PostedMail mail) => _posted.Add(mail);

    public void ForgetPosted(PostedMail mail) => _posted.Remove(mail);

    public void Forget(Instant now)
    {
        foreach (var (name, until) in _hellos)
        {
            if (until < now) _hellos.Remove(name);
        }
    }

    public void Begin()
    {
    }

    public void Commit()
    {
    }

    public void Rollback()
    {
    }

    public StoreException? Probe() => null;

    public void Dispose()
    {
    }
}

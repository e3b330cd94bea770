using System.Collections.Concurrent;

namespace Rings.Transport.InMemory;

/// <summary>
/// A network inside the process, for tests, benchmarks and the simulation of whole nodes: connections and channels that
/// behave as WebRTC's do, with delay, loss, repeats, limits, partitions and endpoints that die, all drawn from a seed.
/// </summary>
/// <remarks>
/// On the system's clock the observers are called on the thread pool. On any other clock every call comes out of one of
/// its timers, so a virtual clock that runs its timers on one thread gives the same order for the same seed. Channels
/// are reliable: a lost message comes later, and nothing comes twice unless
/// <see cref="InMemoryNetworkOptions.DuplicateRate"/> says so, as SCTP promises.
/// </remarks>
public sealed class InMemoryNetwork
{
    private static readonly Func<string, string, bool> Everyone = static (_, _) => true;

    private readonly ConcurrentDictionary<long, InMemoryPeerConnection> _connections = new();
    private readonly Lock _seedGate = new();
    private readonly Random _seeds;
    private volatile Func<string, string, bool> _reaches = Everyone;
    private long _lastConnection;

    /// <summary>A network without endpoints.</summary>
    /// <param name="options">How it treats what crosses it; null: at once, without loss or limit.</param>
    /// <param name="seed">Where all its chances come from.</param>
    /// <param name="time">Its clock; null: the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public InMemoryNetwork(InMemoryNetworkOptions? options = null, int seed = 0, TimeProvider? time = null)
    {
        Options = options ?? new InMemoryNetworkOptions();
        Options.Validate();
        Time = time ?? TimeProvider.System;
        _seeds = new Random(seed);
    }

    /// <summary>How this network treats what crosses it.</summary>
    public InMemoryNetworkOptions Options { get; private set; }

    /// <summary>The connections that are neither closed nor killed, both ends counted.</summary>
    public int ConnectionCount => _connections.Count;

    internal TimeProvider Time { get; }

    /// <summary>The network's clock in ticks of 100 ns.</summary>
    internal long Now => Time.GetElapsedTime(0, Time.GetTimestamp()).Ticks;

    /// <summary>
    /// Makes connections that live at a named endpoint: an address, so to speak. A killed one may come back so.
    /// </summary>
    public IPeerConnectionFactory CreateFactory(string endpoint) => new InMemoryPeerConnectionFactory(this, endpoint);

    /// <summary>
    /// Ends an endpoint as <c>kill -9</c> ends a process: nothing is told to anyone. The other ends of its connections
    /// find out by themselves.
    /// </summary>
    public void Kill(string endpoint)
    {
        foreach (var connection in Ordered().Where(connection => connection.Endpoint == endpoint))
        {
            _connections.TryRemove(connection.Id, out _);
            connection.Kill();
        }

        NotifyPaths();
    }

    /// <summary>
    /// Lets only endpoints of the same group reach each other; endpoints in no group form one of their own.
    /// </summary>
    public void Partition(params IReadOnlyCollection<string>[] groups)
    {
        var groupOf = groups
            .SelectMany((group, index) => group.Select(endpoint => (endpoint, index)))
            .ToDictionary(pair => pair.endpoint, pair => pair.index);
        SetReachability((from, to) => groupOf.GetValueOrDefault(from, -1) == groupOf.GetValueOrDefault(to, -1));
    }

    /// <summary>
    /// Says which endpoint's packets reach which other (from, to). One way without the other carries nothing back.
    /// </summary>
    public void SetReachability(Func<string, string, bool> reaches)
    {
        _reaches = reaches;
        NotifyPaths();
    }

    /// <summary>Treats what is sent from now on otherwise; what is on its way comes as it would have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; the former ones stay.</exception>
    public void Change(Func<InMemoryNetworkOptions, InMemoryNetworkOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var options = change(Options);
        options.Validate();
        Options = options;
    }

    /// <summary>Everybody reaches everybody again.</summary>
    public void Heal() => SetReachability(Everyone);

    internal bool Reaches(InMemoryPeerConnection from, InMemoryPeerConnection to) =>
        _connections.ContainsKey(from.Id) && _connections.ContainsKey(to.Id) && _reaches(from.Endpoint, to.Endpoint);

    internal InMemoryPeerConnection Add(string endpoint, IPeerConnectionObserver observer)
    {
        int seed;
        lock (_seedGate) seed = _seeds.Next();
        var id = Interlocked.Increment(ref _lastConnection);
        var connection = new InMemoryPeerConnection(this, id, endpoint, observer, new Random(seed));
        _connections[id] = connection;
        return connection;
    }

    internal InMemoryPeerConnection? Find(long id) => _connections.GetValueOrDefault(id);

    internal void Remove(InMemoryPeerConnection connection)
    {
        if (_connections.TryRemove(connection.Id, out _)) connection.Remote?.PathChanged();
    }

    internal IEnumerable<InMemoryPeerConnection> Ordered() => _connections.Values.OrderBy(connection => connection.Id);

    private void NotifyPaths()
    {
        foreach (var connection in Ordered()) connection.PathChanged();
    }
}

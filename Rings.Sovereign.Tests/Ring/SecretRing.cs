using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Secrets;
using Rings.Sovereign.Actors.Store;
using Rings.TestKit;
using Rings.Transport.InMemory;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Sovereign.Tests.Ring;

/// <summary>
/// Whole nodes in a simulated ring, each with a keeper of secrets beside it, its store in a file: all that passes any link and
/// all that comes to rest anywhere can be searched.
/// </summary>
internal sealed class SecretRing : IDisposable
{
    private readonly MemoryStream _passed = new();
    private readonly Dictionary<string, IActorRef> _keepers = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("rings-secret-ring-").FullName;
    private ImmutableArray<byte[]> _wanted = [];
    private int _starts;

    public SecretRing(int seed, int nodes)
    {
        Ring = new(seed, new InMemoryNetworkOptions
        {
            Delay = TimeSpan.FromMilliseconds(5),
            Tap = (_, message) => Look(message.Span),
        });
        Ring.Grow(nodes);
        Settle();
        for (var number = 0; number < nodes; number++) StartKeeper($"n{number}");
    }

    public SimulatedRing Ring { get; }

    /// <summary>How often something that was looked for has passed a link in clear.</summary>
    public int Seen { get; private set; }

    /// <summary>Bytes that passed all links.</summary>
    public long Passed { get; private set; }

    public Did this[string name] => Ring[name].Did;

    public SecretsView View(string name) => Ask<SecretsView>(name, GetSecrets.Instance);

    public SecretReply Run(string name, ISecretCommand command) => Ask<SecretReply>(name, command);

    /// <summary>Waits until something is so, at most ten minutes of the world's time.</summary>
    public void Until(Func<bool> isSo)
    {
        for (var seconds = 0; seconds < 600; seconds++)
        {
            if (isSo()) return;
            Ring.World.Run(TimeSpan.FromSeconds(1));
        }

        Assert.Fail($"it never was so: {Ring.Describe()}");
    }

    /// <summary>A node leaves, and its keeper with it.</summary>
    public void Leave(string name)
    {
        Ring.Ask<RingsNodeProtocol.Left>(Ring[name], RingsNodeProtocol.Leave.Instance);
        Ring[name].IsAlive = false;
        Ring.System.System.Stop(_keepers[name]);
        Settle();
    }

    /// <summary>It comes back with what lay on its disks.</summary>
    public void Return(string name)
    {
        Ring.Start(name, "n0");
        Settle();
        StartKeeper(name);
    }

    /// <summary>Ends a node as kill -9 would.</summary>
    public void Kill(string name)
    {
        Ring.Kill(name);
        Settle();
    }

    /// <summary>From now on looks for these in all that passes, and in all that has passed since the beginning.</summary>
    public void Seek(IEnumerable<byte[]> wanted)
    {
        _wanted = [.. wanted];
        var passed = _passed.ToArray();
        Seen += _wanted.Count(bytes => Contains(passed, bytes));
        _passed.SetLength(0);
    }

    /// <summary>Whether bytes lie in a record on any node's disk, or in any keeper's files.</summary>
    public bool Lies(byte[] bytes) => Ring.Disks.Any(record => Contains(record.Bytes.Span, bytes))
        || Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Any(file => Contains(ReadShared(file), bytes));

    public void Dispose()
    {
        Ring.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool Contains(ReadOnlySpan<byte> where, byte[] what) => where.IndexOf(what) >= 0;

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private void Settle()
    {
        Assert.True(Ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), Ring.Describe());
        Ring.World.Run(TimeSpan.FromSeconds(40));
    }

    private void StartKeeper(string name)
    {
        var random = new SeededRandom(Ring.World.Seed + name[^1] + (100 * ++_starts));
        var path = Path.Combine(_folder, $"{name}.db");
        var secret = new byte[32];
        new SeededRandom(name[^1]).Fill(secret);
        _keepers[name] = Ring.System.ActorOf(SecretKeeper.Props(
            Ring[name].Actor, new SecretSetting(Ring.World.Time, random),
            new(SecretSchema.Secrets, () => SqliteSecretStore.Open(path, new EntrySeal(secret, random), SecretSchema.Secrets))), $"keeper-{name}-{_starts}");
    }

    private T Ask<T>(string name, ISecretCommand command)
    {
        Ring.Probe.Received.Clear();
        _keepers[name].Tell(command, Ring.Probe.Actor);
        Ring.World.RunUntil(Ring.World.Now + TimeSpan.FromMinutes(1), () => Ring.Probe.Received.OfType<T>().Any());
        return Ring.Probe.Received.OfType<T>().Single();
    }

    private void Look(ReadOnlySpan<byte> message)
    {
        Passed += message.Length;
        if (_wanted.IsEmpty) _passed.Write(message);
        foreach (var bytes in _wanted)
            if (Contains(message, bytes)) Seen++;
    }
}

using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Public;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Store;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Where an actor beside a node keeps what it keeps, and what it knows of the world.</summary>
public abstract class KeepingOptions
{
    private protected KeepingOptions()
    {
    }

    /// <summary>The node's data directory; empty: nothing outlives the process.</summary>
    public string DataDir { get; set; } = "";

    /// <summary>The passphrase that <c>shares.key</c> lies under; null: only the file's mode protects it.</summary>
    public string? Passphrase { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where chances come from.</summary>
    public INodeRandom Random { get; set; } = SystemRandom.Instance;

    internal SecretSetting Setting => new(Time, Random);

    internal static T Of<T>(Action<T> configure)
        where T : KeepingOptions, new()
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new T();
        configure(options);
        return options;
    }

    internal StoreSource<ISecretStore> Open(StoreSchema schema) => SealedStores.Open(schema, DataDir, Passphrase, Random);
}

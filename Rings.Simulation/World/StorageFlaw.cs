using Rings.Protocol.Storage;

namespace Rings.Simulation.World;

/// <summary>
/// A way in which the storage is broken on purpose, at its borders and not in its code: a check that finds nothing
/// there proves nothing elsewhere.
/// </summary>
internal abstract class StorageFlaw
{
    private StorageFlaw()
    {
    }

    /// <summary>Nothing is broken.</summary>
    public static StorageFlaw None { get; } = new Sound();

    /// <summary>Nothing remembers removals: a holder that missed one brings the element back.</summary>
    public static StorageFlaw ForgetsRemovals { get; } = new Forgetful();

    /// <summary>Every answer to a comparison claims to be complete, a newcomer's too.</summary>
    public static StorageFlaw VouchesForAll { get; } = new Boaster();

    /// <summary>Every answer to a comparison says that nothing differs: holders that are gone are never replaced.</summary>
    public static StorageFlaw NeverRepairs { get; } = new Idle();

    /// <summary>The store that the core sees.</summary>
    public virtual IRecordStore Around(IRecordStore store) => store;

    /// <summary>What the node says where the core would say this.</summary>
    public virtual StorageMessage.Answer Say(StorageMessage.Answer answer) => answer;

    private sealed class Sound : StorageFlaw;

    private sealed class Forgetful : StorageFlaw
    {
        public override IRecordStore Around(IRecordStore store) => new ForgetfulStore(store);
    }

    private sealed class Boaster : StorageFlaw
    {
        public override StorageMessage.Answer Say(StorageMessage.Answer answer) => answer switch
        {
            StorageMessage.Same same => same with { Standing = Standing.InStep },
            StorageMessage.Differs differs => differs with { Standing = Standing.InStep },
            StorageMessage.Rows rows => rows with { Standing = Standing.InStep },
            _ => answer,
        };
    }

    private sealed class Idle : StorageFlaw
    {
        public override StorageMessage.Answer Say(StorageMessage.Answer answer) => answer switch
        {
            StorageMessage.Differs differs => new StorageMessage.Same(differs.Standing),
            StorageMessage.Rows rows => new StorageMessage.Same(rows.Standing),
            _ => answer,
        };
    }
}

using Akka.Actor;

namespace Rings.Actors.Disk;

/// <summary>Something to be kept by a <see cref="StoreActor{TStore}"/>.</summary>
/// <typeparam name="TStore">The store.</typeparam>
internal abstract record StoreCommand<TStore> : INoSerializationVerificationNeeded
{
    /// <summary>What the sender hears where it is not kept, or its actor has failed meanwhile; null: nothing.</summary>
    public virtual object? Refused => null;

    /// <summary>Writes it, into a group with others.</summary>
    /// <returns>What the sender hears once the group is durable; null: nothing.</returns>
    public abstract object? Write(TStore store);
}

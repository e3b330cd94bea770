using Akka.Actor;
using Rings.Actors.Disk;

namespace Rings.Actors.Services;

/// <summary>What the registry has kept, and what it hears of that.</summary>
internal static class ServiceStoreProtocol
{
    /// <summary>Keep or forget. Answered by <see cref="Kept"/> or <see cref="NotKept"/>.</summary>
    /// <param name="Apply">What is done to the store.</param>
    /// <param name="Tag">What the asker wants back.</param>
    public sealed record Change(Action<IServiceStore> Apply, object Tag) : StoreCommand<IServiceStore>
    {
        public override object Refused => new NotKept(Tag);

        public override object Write(IServiceStore store)
        {
            Apply(store);
            return new Kept(Tag);
        }
    }

    /// <summary>It is on the disk.</summary>
    public sealed record Kept(object Tag) : INoSerializationVerificationNeeded;

    /// <summary>It is not.</summary>
    public sealed record NotKept(object Tag) : INoSerializationVerificationNeeded;
}

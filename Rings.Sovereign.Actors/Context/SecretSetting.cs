using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;

namespace Rings.Sovereign.Actors.Context;

/// <summary>Clock and chance of the keeper.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Chance">Chance.</param>
internal sealed record SecretSetting(TimeProvider Time, INodeRandom Chance)
{
    public Instant Now => Instant.From(Time.GetUtcNow());

    public RandomBytes Random => Chance.Fill;
}

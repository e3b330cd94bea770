using System.Collections.Immutable;
using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>What the ring says of a service.</summary>
/// <param name="Manifest">Its owner's word; null: he says nothing of it.</param>
/// <param name="IsSilent">Whether those who would know of a manifest did not answer.</param>
/// <param name="Providers">Those that its owner named, and nobody else.</param>
internal sealed record ServiceView(ServiceManifest? Manifest, bool IsSilent, ImmutableArray<ProviderSeen> Providers);

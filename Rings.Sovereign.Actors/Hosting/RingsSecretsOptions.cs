namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Where a keeper of secrets keeps them.</summary>
public sealed class RingsSecretsOptions : KeepingOptions;

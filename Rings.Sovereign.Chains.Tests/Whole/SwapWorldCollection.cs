namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>Tests that share a <see cref="SwapWorld"/>, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SwapWorldCollection : ICollectionFixture<SwapWorld>
{
    public const string Name = "swap world";
}

using Rings.Protocol.Storage;
using Xunit;

namespace Rings.Mutants.List;

/// <summary>
/// Stryker makes no mutants without a test, and tests all of them where none is reached. This test reaches a few, so that it
/// tests those alone and lists all; Rings.Mutants tests the ones that are drawn.
/// </summary>
public sealed class ListSpecs
{
    /// <summary>Something of the assembly that is changed.</summary>
    [Fact]
    public void ANameOfBytesIsGreaterThanZero() => Assert.True(default(BlobHash) < BlobHash.OfChunk([7]));
}

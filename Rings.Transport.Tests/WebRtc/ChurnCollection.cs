namespace Rings.Transport.Tests.WebRtc;

/// <summary>What counts the sockets and threads of the process runs while no other test does.</summary>
[CollectionDefinition(nameof(ChurnSpecs), DisableParallelization = true)]
public sealed class ChurnCollection;

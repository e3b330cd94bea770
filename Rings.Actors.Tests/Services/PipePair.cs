using System.IO.Pipelines;

namespace Rings.Actors.Tests.Services;

/// <summary>Two ends of a stream in memory: what one writes the other reads.</summary>
internal sealed class PipePair
{
    private readonly Pipe _there = new(new PipeOptions(pauseWriterThreshold: 64 * 1024, useSynchronizationContext: false));
    private readonly Pipe _back = new(new PipeOptions(pauseWriterThreshold: 64 * 1024, useSynchronizationContext: false));

    public PipePair() => (Near, Far) = (new End(_back.Reader, _there.Writer), new End(_there.Reader, _back.Writer));

    /// <summary>The test's end.</summary>
    public IDuplexPipe Near { get; }

    /// <summary>The end that is tested.</summary>
    public IDuplexPipe Far { get; }

    /// <summary>Whether the tested end was broken off.</summary>
    public TaskCompletionSource Reset { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

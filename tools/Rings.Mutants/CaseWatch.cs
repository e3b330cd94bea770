using Xunit;
using Xunit.Abstractions;

namespace Rings.Mutants;

/// <summary>Hears how one test case ends; stops it at the first failure.</summary>
internal sealed class CaseWatch : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly TaskCompletionSource _ended = new();

    /// <summary>What failed first, or null.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is IFailureInformation failure) Failure ??= failure.Messages.FirstOrDefault() ?? "failed";
        if (message is ITestAssemblyFinished) _ended.TrySetResult();
        return Failure is null;
    }

    /// <summary>Whether the case ended in time.</summary>
    public bool Wait(TimeSpan patience) => _ended.Task.Wait(patience);
}

using Xunit;
using Xunit.Abstractions;

namespace Rings.Mutants;

/// <summary>Collects the test cases of an assembly.</summary>
internal sealed class CaseFinder : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly TaskCompletionSource _ended = new();

    /// <summary>What was found.</summary>
    public List<ITestCase> Cases { get; } = [];

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestCaseDiscoveryMessage found) Cases.Add(found.TestCase);
        if (message is IDiscoveryCompleteMessage) _ended.TrySetResult();
        return true;
    }

    /// <summary>Waits until all are found.</summary>
    public void Wait() => _ended.Task.Wait(TimeSpan.FromMinutes(2));
}

using System.Diagnostics;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Rings.Mutants;

/// <summary>Runs the test cases of a namespace one by one, in this process.</summary>
internal sealed class Bench
{
    private readonly ITestFrameworkExecutor _executor;

    /// <param name="tests">The assembly of the tests.</param>
    /// <param name="space">The namespace; those within it count too.</param>
    /// <param name="without">Names of classes that are left out.</param>
    public Bench(Assembly tests, string space, string[] without)
    {
        var framework = new XunitTestFramework(new CaseWatch());
        _executor = framework.GetExecutor(tests.GetName());
        var found = new CaseFinder();
        framework.GetDiscoverer(Reflector.Wrap(tests)).Find(false, found, new CaseOptions());
        found.Wait();
        Cases = found.Cases
            .Where(one => $"{one.TestMethod.TestClass.Class.Name}.".StartsWith($"{space}.", StringComparison.Ordinal))
            .Where(one => !without.Contains(one.TestMethod.TestClass.Class.Name.Split('.')[^1]))
            .OrderBy(one => one.UniqueID, StringComparer.Ordinal).ToList();
    }

    /// <summary>The test cases, each time in the same order.</summary>
    public IReadOnlyList<ITestCase> Cases { get; }

    /// <summary>Runs one.</summary>
    /// <param name="one">Which.</param>
    /// <param name="patience">How long it may take; one that takes longer goes on, so the process is to be ended.</param>
    public (CaseOutcome Outcome, double Seconds, string? Failure) Run(ITestCase one, TimeSpan patience)
    {
        var watch = new CaseWatch();
        var began = Stopwatch.GetTimestamp();
        var thread = new Thread(() => _executor.RunTests([one], watch, new CaseOptions()), 16 << 20) { IsBackground = true };
        thread.Start();
        var outcome = !watch.Wait(patience) ? CaseOutcome.TimedOut
            : watch.Failure is not null ? CaseOutcome.Failed : CaseOutcome.Passed;
        return (outcome, Stopwatch.GetElapsedTime(began).TotalSeconds, watch.Failure);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Rings.Mutants;
using Xunit.Abstractions;

const double LongTest = 0.5; // Seconds.

// Tests mutants one by one in an assembly that Stryker has changed, in one process: nothing is built or started for each.
//   Rings.Mutants TESTS NAMESPACE IDS REACH RESULTS [WITHOUT [FIRST]]
//   TESTS    the assembly of the tests, beside the changed Rings.Protocol.dll
//   IDS      a file of the mutants' numbers, one a line
//   REACH    a file of what each test reaches; written when it is not there
//   RESULTS  a file that gets one line of JSON for each mutant; those that are in it are not tested again
//   WITHOUT  classes of tests that are not run, with commas between; what they alone notice is not noticed then
//   FIRST    a mutant that is active from the start and meets all tests; ends with 1 when one notices it
// Ends with 3 when a mutant never ended: the process is of no use any more, and is to be started again for the others.
if (args is not [var testsPath, var space, var idsPath, var reachPath, var resultsPath, ..])
{
    Console.Error.WriteLine("usage: Rings.Mutants TESTS NAMESPACE IDS REACH RESULTS [WITHOUT [FIRST]]");
    return 2;
}

var without = args.Length > 5 ? args[5].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
int? first = args.Length > 6 ? int.Parse(args[6], CultureInfo.InvariantCulture) : null;
var tests = Assembly.LoadFrom(Path.GetFullPath(testsPath));
var mutants = new MutantSwitch(Assembly.Load("Rings.Protocol"), first);
var bench = new Bench(tests, space, without);
var known = File.Exists(reachPath) ? JsonSerializer.Deserialize<CaseReach[]>(File.ReadAllText(reachPath))! : Measure();
if (first is not null) return Alone() ? 1 : 0;
var cases = bench.Cases.ToDictionary(one => one.UniqueID);
var results = File.Exists(resultsPath)
    ? File.ReadAllLines(resultsPath).Select(line => JsonSerializer.Deserialize<Verdict>(line)!).ToLookup(one => one.Id)
    : Array.Empty<Verdict>().ToLookup(one => one.Id);

foreach (var id in File.ReadAllLines(idsPath).Where(line => line.Length > 0).Select(int.Parse))
{
    var before = results[id].ToList();
    if (before.Exists(one => one.Status != "Begun")) continue;
    if (before.Count > 0)
    {
        Say(new(id, "Killed", "the process ended"));
        continue;
    }

    Say(new(id, "Begun"));
    var verdict = Judge(id);
    Say(verdict);
    if (verdict.Status == "Timeout") Environment.Exit(3);
}

return 0;

CaseReach[] Measure()
{
    var all = bench.Cases.Select(Reach).ToArray();
    foreach (var one in all.Where(one => one.Failure is not null)) Console.WriteLine($"fails by itself: {one.Name}: {one.Failure}");
    File.WriteAllText(reachPath, JsonSerializer.Serialize(all));
    return all;
}

CaseReach Reach(ITestCase one)
{
    var run = bench.Run(one, TimeSpan.FromMinutes(5));
    int[]? reached = null; // Listening makes a long test much longer: it is taken to reach all, and meets a mutant last.
    if (run.Outcome == CaseOutcome.Passed && run.Seconds < LongTest)
        reached = mutants.Reached(() => run.Outcome = bench.Run(one, TimeSpan.FromMinutes(5)).Outcome);
    return new(one.UniqueID, one.DisplayName, run.Seconds, run.Outcome == CaseOutcome.Passed ? null : run.Failure ?? "no end", reached);
}

Verdict Judge(int id)
{
    var reaching = known.Where(one => one.Failure is null && one.Mutants?.Contains(id) != false && cases.ContainsKey(one.Case))
        .OrderBy(one => one.Seconds).ToList();
    if (mutants.AtStart.Contains(id)) return AtStart(id);
    mutants.Active = id;
    foreach (var one in reaching)
    {
        var (outcome, _, failure) = bench.Run(cases[one.Case], TimeSpan.FromSeconds(20 + (10 * one.Seconds)));
        if (outcome == CaseOutcome.TimedOut) return new(id, "Timeout", one.Name, null, reaching.Count);
        if (outcome == CaseOutcome.Failed) return new(id, "Killed", one.Name, Short(failure!), reaching.Count);
    }

    mutants.Active = null;
    return new(id, reaching.Count == 0 ? "NoCoverage" : "Survived", Reached: reaching.Count);
}

// A mutant that is reached when types are initialised needs a process of its own.
Verdict AtStart(int id)
{
    var start = new ProcessStartInfo(Environment.ProcessPath!);
    foreach (var arg in Command()) start.ArgumentList.Add(arg);
    start.ArgumentList.Add(id.ToString(CultureInfo.InvariantCulture));
    using var process = Process.Start(start)!;
    var ended = process.WaitForExit(TimeSpan.FromMinutes(5));
    if (!ended) process.Kill();
    return new(id, ended && process.ExitCode == 0 ? "Survived" : "Killed", "from the start", null, known.Length);
}

// How this process was started, with the files of the tests' dependencies.
string[] Command()
{
    var home = Path.ChangeExtension(Path.GetFullPath(testsPath), null);
    return ["exec", "--depsfile", home + ".deps.json", "--runtimeconfig", home + ".runtimeconfig.json",
        Assembly.GetExecutingAssembly().Location, .. args[..5], string.Join(',', without)];
}

bool Alone() => known.Where(one => one.Failure is null).OrderBy(one => one.Seconds)
    .Select(one => (bench.Cases.FirstOrDefault(test => test.UniqueID == one.Case), one.Seconds))
    .Where(one => one.Item1 is not null)
    .Any(one => bench.Run(one.Item1!, TimeSpan.FromSeconds(20 + (10 * one.Seconds))).Outcome != CaseOutcome.Passed);

void Say(Verdict verdict)
{
    mutants.Active = null;
    File.AppendAllText(resultsPath, JsonSerializer.Serialize(verdict) + "\n");
}

static string Short(string text) => text.ReplaceLineEndings(" ")[..Math.Min(200, text.ReplaceLineEndings(" ").Length)];

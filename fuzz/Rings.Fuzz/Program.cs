using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Rings.Fuzz;

// Rings.Fuzz --seed 1 --seconds 60 [--count N] [--least N] [--target NAME]   a seeded run over all targets, or one
// Rings.Fuzz --list                                               the targets' names
// Rings.Fuzz --instrument                                         counts branches in the readers beside it, for:
// Rings.Fuzz --guided --kept FOLDER --seed 1 --seconds 180 …      a run that keeps inputs which took a new branch
// Rings.Fuzz --libfuzzer NAME                                     one target under libFuzzer (SharpFuzz)
// Rings.Fuzz --file PATH --target NAME                            one input
if (args.Contains("--instrument"))
{
    foreach (var reader in new[] { "Rings.Protocol.dll", "Rings.Transport.dll", "Rings.Sovereign.dll" })
        SharpFuzz.Fuzzer.Instrument(Path.Combine(AppContext.BaseDirectory, reader), _ => true, SharpFuzz.Options.Value);
    return 0;
}

Coverage.Attach();
if (args.Contains("--list"))
{
    foreach (var target in FuzzTargets.All) Console.WriteLine(target.Name);
    return 0;
}

if (Option("--libfuzzer") is { } instrumented)
{
    var target = Find(instrumented);
    if (Environment.GetEnvironmentVariable("__LIBFUZZER_SHM_ID") is null)
    {
        Console.Error.WriteLine("This mode is started by libFuzzer's driver: docs/fuzzing.md. For one input use --file.");
        return 2;
    }

    SharpFuzz.Fuzzer.LibFuzzer.Run(target.Run);
    return 0;
}

if (Option("--file") is { } path)
{
    Find(Option("--target") ?? "").Run(File.ReadAllBytes(path));
    return 0;
}

var seed = int.Parse(Option("--seed") ?? "1", CultureInfo.InvariantCulture);
var seconds = double.Parse(Option("--seconds") ?? "60", CultureInfo.InvariantCulture);
var count = long.Parse(Option("--count") ?? "1000000000", CultureInfo.InvariantCulture);
var least = long.Parse(Option("--least") ?? "0", CultureInfo.InvariantCulture);
var targets = Option("--target") is { } name ? [Find(name)] : FuzzTargets.All;
var findings = targets.Count(target => !IsSound(target, TimeSpan.FromSeconds(seconds / targets.Count)));
Console.WriteLine($"fuzz: {targets.Count - findings} passed, {findings} failed");
return findings == 0 ? 0 : 1;

bool IsSound(IFuzzTarget target, TimeSpan time)
{
    var corpus = Corpus(target);
    var coverage = args.Contains("--guided") ? new Coverage() : null;
    var run = new FuzzRun(target, corpus, seed, coverage);
    var watch = Stopwatch.StartNew();
    using var hangs = new HangWatch(run, input =>
    {
        Report(new FuzzFinding(target, input, "never ends"));
        Console.WriteLine("fuzz: 0 passed, 1 failed");
        Environment.Exit(1);
    });
    var finding = run.Go(time, count, least);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{target.Name}: {run.Runs:N0} inputs in {watch.Elapsed.TotalSeconds:F1} s, seed {seed}, most allocated "
        + $"{run.MostAllocated:N0} B of {target.MaxAllocatedBytes:N0}, slowest {run.Slowest.TotalMilliseconds:F1} ms"));
    if (coverage is not null) Keep(target, corpus, coverage);
    if (finding is null) return true;
    Report(finding);
    return false;
}

void Report(FuzzFinding finding)
{
    var file = $"finding-{finding.Target.Name}-{Convert.ToHexStringLower(SHA256.HashData(finding.Input))[..12]}";
    File.WriteAllBytes(file, finding.Input);
    Console.WriteLine($"{finding.Target.Name}: {finding.What}\n{finding.Target.Name}: the input is in {file}");
}

void Keep(IFuzzTarget target, List<byte[]> corpus, Coverage coverage)
{
    if (coverage.Edges == 0) throw new InvalidOperationException("No branch was counted: run --instrument first.");
    var kept = Option("--kept") is { } folder ? KeptInputs.Write(folder, target, corpus) : 0;
    Console.WriteLine($"{target.Name}: {coverage.Edges:N0} steps between branches, {corpus.Count:N0} inputs that "
        + $"found them, {kept:N0} kept");
}

List<byte[]> Corpus(IFuzzTarget target)
{
    var beside = Path.Combine(AppContext.BaseDirectory, "corpus");
    var folder = Path.Combine(beside, target.Name);
    var files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    return
    [
        .. target.Seeds(), .. files.Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        .. KeptInputs.Read(Option("--kept") ?? beside, target.Name),
    ];
}

static IFuzzTarget Find(string name) => FuzzTargets.All.FirstOrDefault(target => target.Name == name)
    ?? throw new ArgumentException($"No target '{name}'; --list shows them.");

string? Option(string option) =>
    Array.IndexOf(args, option) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

using System.Globalization;
using Rings.HouseNumbers;

// Prints the house numbers of each project and fails on the hard limits: 70 lines a method, 500 lines a file, and those
// of TypeLimits for a type over all its parts. Lines of more than 120 columns are counted only.
const int HardMethod = 70;
const int HardFile = 500;
var root = Path.GetFullPath(args.Length > 0 ? args[0] : ".");
var failures = 0;

var projects = Directory.EnumerateFiles(root, "*.csproj", SearchOption.AllDirectories)
    .Where(IsOurs).Order(StringComparer.Ordinal).ToList();
var measured = projects.ToDictionary(project => Path.GetFileNameWithoutExtension(project), SourcesOf, StringComparer.Ordinal);

Console.WriteLine($"{"project",-26}{"files",6}{"lines",8}{"file p50/p95/max",20}{"method p50/p95/max",20}{"comments",10}{"open",6}{"long",6}{"tests",7}");
foreach (var (name, files) in measured.Where(pair => pair.Value.Count > 0))
{
    Print(name, files);
    foreach (var file in files) Check(file);
    foreach (var wrong in TypeLimits.Check(files)) Fail(wrong);
}

return failures == 0 ? 0 : 1;

bool IsOurs(string path) => !path.Contains("/obj/", StringComparison.Ordinal)
    && !path.Contains("/bin/", StringComparison.Ordinal)
    && !path.Contains("/node_modules/", StringComparison.Ordinal);

List<SourceFile> SourcesOf(string project) =>
    [.. Directory.EnumerateFiles(Path.GetDirectoryName(project)!, "*.cs", SearchOption.AllDirectories)
        .Where(IsOurs).Order(StringComparer.Ordinal).Select(path => SourceFile.Measure(root, path))];

void Print(string name, List<SourceFile> files)
{
    var lines = files.Sum(file => file.Lines);
    var methods = files.SelectMany(file => file.Methods).Select(method => method.Lines).ToList();
    var comments = lines == 0 ? 0 : 100.0 * files.Sum(file => file.CommentLines) / lines;
    var tests = measured.TryGetValue(name + ".Tests", out var specs) ? (double)specs.Sum(file => file.Lines) / lines : 0;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-26}{files.Count,6}{lines,8}{Spread(files.Select(file => file.Lines)),20}{Spread(methods),20}{comments,9:F0}%{files.Sum(file => file.OpenClasses.Count),6}{files.Sum(file => file.LongLines),6}{(tests > 0 ? tests.ToString("F2", CultureInfo.InvariantCulture) : ""),7}"));
}

static string Spread(IEnumerable<int> values)
{
    var sorted = values.Order().ToList();
    return sorted.Count == 0 ? "-" : $"{At(0.5)}/{At(0.95)}/{sorted[^1]}";

    int At(double share) => sorted[(int)Math.Min(sorted.Count - 1, Math.Floor(share * sorted.Count))];
}

void Check(SourceFile file)
{
    if (file.Lines > HardFile) Fail($"{file.Path}: {file.Lines} lines, at most {HardFile}");
    foreach (var (method, lines) in file.Methods.Where(method => method.Lines > HardMethod))
        Fail($"{file.Path}: {method} has {lines} lines, at most {HardMethod}");
}

void Fail(string what)
{
    failures++;
    Console.WriteLine("over the limit: " + what);
}

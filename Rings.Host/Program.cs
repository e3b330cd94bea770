using Rings.Host;
using Rings.Host.Node;

if (ProcessLimits.WhyNothingBegins is { } why)
{
    Console.Error.WriteLine($"rings: {why}");
    return 1;
}

ProcessLimits.SurviveFileSize();
return await RingsCommand.InvokeAsync(args);

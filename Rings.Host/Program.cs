using Rings.Host;
using Rings.Host.Node;

if (ProcessLimits.WhyNothingBegins is { } why)
{
    Console.Error.WriteLine($"rings: {why}");
    return 1;
}

return await RingsCommand.InvokeAsync(args);

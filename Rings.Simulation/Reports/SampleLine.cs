namespace Rings.Simulation.Reports;

/// <summary>A sample of a scenario, as a line of JSON.</summary>
internal sealed record SampleLine(
    double Seconds, int Alive, int Members, int Heads, int Lists, int Predecessors, long Frames);

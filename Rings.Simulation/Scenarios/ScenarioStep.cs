using System.Text.Json.Serialization;

namespace Rings.Simulation.Scenarios;

/// <summary>Something that is done to the ring at a time. The field <c>do</c> of the file says which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Crash), "crash")]
[JsonDerivedType(typeof(Strike), "strike")]
[JsonDerivedType(typeof(Leave), "leave")]
[JsonDerivedType(typeof(Join), "join")]
[JsonDerivedType(typeof(Churn), "churn")]
[JsonDerivedType(typeof(LookUps), "lookUps")]
[JsonDerivedType(typeof(Partition), "partition")]
[JsonDerivedType(typeof(Meet), "meet")]
internal abstract record ScenarioStep
{
    private ScenarioStep()
    {
    }

    /// <summary>Seconds after the start.</summary>
    public double At { get; init; }

    /// <summary>When the last effect of the step is over, in seconds after the start.</summary>
    [JsonIgnore]
    public virtual double End => At;

    /// <summary>Nodes stop in the same instant, without a word.</summary>
    public sealed record Crash : ScenarioStep
    {
        /// <summary>The share of the live nodes, 0 to 1.</summary>
        public double Share { get; init; }

        /// <summary>How many nodes, when no share is given.</summary>
        public int Count { get; init; }

        /// <summary>Whether they are neighbours on the ring: the worst case; otherwise they are drawn
        /// anywhere.</summary>
        public bool Successive { get; init; }
    }

    /// <summary>
    /// An adversary crashes neighbours on the ring again and again: each time as many in a row as the fault model
    /// allows, fewer than a successor list holds.
    /// </summary>
    public sealed record Strike : ScenarioStep
    {
        /// <summary>Seconds between two strikes: at least the time of detection and repair, for the model's
        /// sake.</summary>
        public double Every { get; init; } = 10;

        /// <summary>Seconds.</summary>
        public double For { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override double End => At + For;
    }

    /// <summary>Nodes leave in the same instant, and say so.</summary>
    public sealed record Leave : ScenarioStep
    {
        /// <summary>The share of the live nodes, 0 to 1.</summary>
        public double Share { get; init; }

        /// <summary>How many nodes, when no share is given.</summary>
        public int Count { get; init; }
    }

    /// <summary>New nodes join.</summary>
    public sealed record Join : ScenarioStep
    {
        /// <summary>How many.</summary>
        public int Count { get; init; }

        /// <summary>Seconds over which their joins are spread.</summary>
        public double Within { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override double End => At + Within;
    }

    /// <summary>Nodes join and go at a rate, at random (Poisson) moments.</summary>
    public sealed record Churn : ScenarioStep
    {
        /// <summary>New nodes per second.</summary>
        public double Joins { get; init; }

        /// <summary>Nodes per second that leave and say so.</summary>
        public double Leaves { get; init; }

        /// <summary>Nodes per second that crash.</summary>
        public double Crashes { get; init; }

        /// <summary>Seconds.</summary>
        public double For { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override double End => At + For;
    }

    /// <summary>Random members look up random keys.</summary>
    public sealed record LookUps : ScenarioStep
    {
        /// <summary>How many.</summary>
        public int Count { get; init; }

        /// <summary>Seconds over which they are spread, at random (Poisson) moments.</summary>
        public double For { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override double End => At + For;
    }

    /// <summary>The network falls into two parts that cannot reach each other.</summary>
    public sealed record Partition : ScenarioStep
    {
        /// <summary>The share of the nodes in the smaller part, 0 to 1, drawn anywhere on the ring.</summary>
        public double Share { get; init; } = 0.5;

        /// <summary>Seconds until it heals.</summary>
        public double For { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override double End => At + For;
    }

    /// <summary>One member of each of two rings that began apart open a link to each other.</summary>
    public sealed record Meet : ScenarioStep;
}

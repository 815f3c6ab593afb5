using Itoloc.Fingerprints;

namespace Itoloc.Evaluation;

/// <summary>One training and what it is tested on.</summary>
public sealed record Fold
{
    /// <summary>Unique within the protocol, such as <c>glover/BLU</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The survey: labelled scans.</summary>
    public required IReadOnlyList<Scan> Train { get; init; }

    /// <summary>
    /// Scans for updating, without labels (<see cref="Unlabelled.From"/>): step i is given before test part i.
    /// Empty where the protocol has no update.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Scan>> UnlabelledSteps { get; init; } = [];

    /// <summary>
    /// The rows behind <see cref="UnlabelledSteps"/> with their labels, one list a step. Given to methods that say they
    /// use later labels (<see cref="IMethod.UsesLaterLabels"/>) and to no other.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Scan>> FreshSurveys { get; init; } = [];

    /// <summary>The survey's walks, without labels; empty where the data set has no inertial sensors.</summary>
    public IReadOnlyList<Walk> SurveyWalks { get; init; } = [];

    /// <summary>The zones of the floor plan; null where the data set has none.</summary>
    public ZonePlan? Plan { get; init; }

    /// <summary>
    /// The walks, with what inertial sensors said, that the scans of each step were taken on; empty where the data set
    /// has no such sensors.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Walk>> WalkSteps { get; init; } = [];

    /// <summary>What to test on, in order.</summary>
    public required IReadOnlyList<TestPart> Tests { get; init; }
}

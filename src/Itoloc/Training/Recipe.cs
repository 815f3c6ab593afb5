namespace Itoloc.Training;

/// <summary>All choices of a training run. The two presets are two values of it.</summary>
public sealed record Recipe
{
    /// <summary>The paper's hyper-parameters, to the letter where it gives them (Section V-A2).</summary>
    /// <remarks>
    /// The paper gives neither γ nor λ nor what divides a plateau from progress; those values are ours
    /// (<c>docs/method.md</c>). Its images are as large as the site has access points; ours are bounded.
    /// </remarks>
    public static Recipe Paper { get; } = new()
    {
        Epochs = 200,
        MaximumSteps = int.MaxValue,
        LearningRate = 0.1,
        Schedule = RateSchedule.Plateau,
        Dropout = 0.5,
        AdversaryStrength = 0.3,
        SpatialWeight = 5,
        Alternate = true,
        Augmentation = null,
        Readout = Readout.MostProbable,
        MaximumSide = 32,
        NetworkTrust = 1,
        SurveyTrust = 0,
    };

    /// <summary>What works best on real data in the time a user waits; each choice is explained in docs/method.md.</summary>
    public static Recipe Default { get; } = new()
    {
        Epochs = 200,
        MaximumSteps = 1000,
        LearningRate = 0.05,
        Schedule = RateSchedule.Cosine,
        Dropout = 0.2,
        AdversaryStrength = 0.1,
        SpatialWeight = 1,
        Alternate = false,
        Augmentation = new Augmentation(),
        InBetweenShare = 0.5,
        Readout = Readout.Expected,
        MaximumSide = 16,
        MaximumLayers = 8,
        NetworkTrust = 0.7,
        SurveyTrust = 0.7,
        OnePhoneTrust = 0.7,
    };

    /// <summary>The most passes over the survey.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// About the most steps a floor is trained for: a larger survey has fewer epochs, so that no floor takes much longer
    /// than another. At least one epoch is made.
    /// </summary>
    public required int MaximumSteps { get; init; }

    /// <summary>The epochs a floor is trained for, when one takes so many steps.</summary>
    internal int EpochsOf(int steps) => Math.Clamp((int)Math.Ceiling((double)MaximumSteps / steps), 1, Epochs);

    /// <summary>Scans in a step. The paper: 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Highest learning rate. The paper: 0.1.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How the learning rate falls.</summary>
    public required RateSchedule Schedule { get; init; }

    /// <summary>Share of values dropped after max-pooling. The paper: 0.5.</summary>
    public required double Dropout { get; init; }

    /// <summary>λ of Eq. 9 at its highest; it rises from 0 as in Ganin et al. 2016.</summary>
    public required double AdversaryStrength { get; init; }

    /// <summary>γ of Eq. 11, for weights w scaled to 0…1.</summary>
    public required double SpatialWeight { get; init; }

    /// <summary>
    /// Whether the discriminator is updated in a step of its own after the others (Section III-F) rather than in the
    /// same one through a gradient reversal.
    /// </summary>
    public required bool Alternate { get; init; }

    /// <summary>How scans are varied while training; null = not at all, as in the paper.</summary>
    public required Augmentation? Augmentation { get; init; }

    /// <summary>How probabilities become a position.</summary>
    public required Readout Readout { get; init; }

    /// <summary>Largest side of the fingerprint image, a multiple of 8: that many access points a layer are used.</summary>
    public required int MaximumSide { get; init; }

    /// <summary>Most layers of the fingerprint image; a floor whose access points fit fewer has fewer. The paper: 1.</summary>
    public int MaximumLayers { get; init; } = 1;

    /// <summary>Location predictors, 1 to 3. The paper: 3.</summary>
    public int Predictors { get; init; } = 3;

    /// <summary>Whether the image compares access points (Eq. 1), or only lays their levels out pixel by pixel: for ablation.</summary>
    public bool ComparesAccessPoints { get; init; } = true;

    /// <summary>
    /// Exponent of the three predictors' mean probabilities where the radio map says just the same
    /// (<see cref="PositionReader.Combine"/>); the paper: 1.
    /// </summary>
    public required double NetworkTrust { get; init; }

    /// <summary>Exponent of the radio map's probabilities (<see cref="SurveyPredictor"/>); the paper has none: 0.</summary>
    public required double SurveyTrust { get; init; }

    /// <summary>
    /// What both are multiplied with on a floor that one phone surveyed: it cannot tell how other phones differ.
    /// </summary>
    public double OnePhoneTrust { get; init; } = 1;

    /// <summary>How positions are read on a floor with these rows.</summary>
    internal PositionReader ReaderFor(IReadOnlyList<SurveyRow> rows)
    {
        double share = rows.All(row => row.Device == rows[0].Device) ? OnePhoneTrust : 1;
        return new() { Readout = Readout, NetworkTrust = share * NetworkTrust, SurveyTrust = share * SurveyTrust };
    }

    /// <summary>Share of scans, 0 to 1, that are mixed with one of a neighbouring reference point; 0 in the paper.</summary>
    public double InBetweenShare { get; init; }
}

/// <summary>How the learning rate falls.</summary>
public enum RateSchedule
{
    /// <summary>Divided by ten when the validation error stops falling (the paper).</summary>
    Plateau,

    /// <summary>A short rise, then half a cosine.</summary>
    Cosine,
}

/// <summary>How probabilities over locations become a position.</summary>
public enum Readout
{
    /// <summary>The most probable location's own position.</summary>
    MostProbable,

    /// <summary>The mean position, weighted by probability, of locations around the most probable one.</summary>
    Expected,
}

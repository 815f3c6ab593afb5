namespace Itoloc.Updating;

/// <summary>The paper's choices for updating (Sections IV and V-A2), and Tri-net's where the paper gives none.</summary>
sealed record CoTrainingRecipe
{
    /// <summary>Learning rounds T. Tri-net: 30.</summary>
    public int Rounds { get; init; } = 30;

    /// <summary>Half of the first round's pool, which doubles every round up to all scans. The paper: N = 60·2^t.</summary>
    public int FirstPool { get; init; } = 60;

    /// <summary>Rounds at the full pool between two diversity rounds. The paper: 3.</summary>
    public int RoundsBetweenSmearing { get; init; } = 3;

    /// <summary>σ₀: mean confidence of two predictors above which they are believed. The paper's office: 0.98.</summary>
    public double Confidence { get; init; } = 0.98;

    /// <summary>σ_os: by how much less confident predictors may be just after smeared labels. The paper's office: 0.05.</summary>
    public double SmearedAllowance { get; init; } = 0.05;

    /// <summary>By how much σ falls at each diversity round. Tri-net: 0.05.</summary>
    public double ConfidenceDecay { get; init; } = 0.05;

    /// <summary>K passes with dropout; a label that more than a third of them contradict is unstable. Tri-net: 9.</summary>
    public int StabilityPasses { get; init; } = 9;

    /// <summary>Learning rate. The paper: 0.01.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>Scans in a step. The paper: 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Steps a predictor is trained for in a round; the paper does not say.</summary>
    public int StepsPerRound { get; init; } = 40;
}

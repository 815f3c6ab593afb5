namespace Itoloc.Training;

/// <summary>Which set of choices a model is trained with.</summary>
public enum Preset
{
    /// <summary>What works best on real data in the time a user waits.</summary>
    Default,

    /// <summary>The paper's hyper-parameters, to the letter where it gives them.</summary>
    Paper,
}

/// <summary>How a model is trained. Equal options and scans give an equal model, whatever the number of threads.</summary>
public sealed record TrainingOptions
{
    /// <summary>The set of choices.</summary>
    public Preset Preset { get; init; } = Preset.Default;

    /// <summary>Other choices than the preset's, for experiments; null = the preset's.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>Seed of everything random in training.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads used, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The choices in force.</summary>
    internal Recipe EffectiveRecipe => Recipe ?? (Preset == Preset.Paper ? Training.Recipe.Paper : Training.Recipe.Default);
}

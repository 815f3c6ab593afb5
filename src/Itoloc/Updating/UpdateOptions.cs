using Itoloc.Training;

namespace Itoloc.Updating;

/// <summary>How a model is updated. Equal options, model and scans give an equal model, whatever the number of threads.</summary>
public sealed record UpdateOptions
{
    /// <summary>The paper's co-training (Section IV), or what works on real data.</summary>
    public Preset Preset { get; init; } = Preset.Default;

    /// <summary>Seed of everything random in the update.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads used, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// A file that keeps the floors finished so far: given the same file, model, scans and options, an update that was
    /// stopped goes on there. Null = a stopped update leaves nothing. The paper's preset keeps nothing.
    /// </summary>
    public string? ResumeFile { get; init; }

    /// <summary>Other choices of the default preset, for experiments; null = the preset's.</summary>
    public UpdateRecipe? Recipe { get; init; }

    internal UpdateRecipe EffectiveRecipe => Recipe ?? new UpdateRecipe();
}

/// <summary>All choices of the default update. They were made on artificially aged surveys (docs/updating.md).</summary>
public sealed record UpdateRecipe
{
    /// <summary>Most alike rows of a place whose mean distance is the place's.</summary>
    public int RowsPerPlace { get; init; } = 3;

    /// <summary>A place this share farther than the nearest one has 1/e of its weight.</summary>
    public double Sharpness { get; init; } = 0.1;

    /// <summary>
    /// Metres over which unlabelled scans tell what is heard at a survey point (standard deviation of a Gaussian).
    /// </summary>
    public double ReachMetres { get; init; } = 3;

    /// <summary>Scans near a survey point that count as much as what was known before.</summary>
    public double PriorScans { get; init; } = 2;

    /// <summary>Whether the networks are trained again on the survey as it would be heard today.</summary>
    public bool Retrain { get; init; } = true;

    /// <summary>Other choices for that training, for experiments; null = the preset's.</summary>
    public Recipe? Training { get; init; }
}

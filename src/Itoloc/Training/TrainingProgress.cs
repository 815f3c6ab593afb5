namespace Itoloc.Training;

/// <summary>How far training is; reported after every epoch.</summary>
public sealed record TrainingProgress
{
    /// <summary>What is being trained, such as a building's floor; empty on a site of one floor.</summary>
    public required string Part { get; init; }

    /// <summary>Epochs begun in this part, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs this part will take.</summary>
    public required int Epochs { get; init; }

    /// <summary>Work done over all parts, 0 to 1.</summary>
    public required double Fraction { get; init; }

    /// <summary>Mean location loss per predictor over the epoch (Eq. 5).</summary>
    public required double LocationLoss { get; init; }

    /// <summary>Mean spatial-constraint loss over the epoch (Eq. 10), 0 to 1.</summary>
    public required double SpatialLoss { get; init; }

    /// <summary>Share of scans whose domain the discriminator named, 0 to 1; null where there is one domain only.</summary>
    public double? DomainAccuracy { get; init; }

    /// <summary>Mean error in metres on survey scans kept out of training, after the epoch; null where none is kept out.</summary>
    public double? ValidationError { get; init; }
}

using Itoloc.Training;

namespace Itoloc;

/// <summary>Reads a position, its accuracy radius and its region from the probabilities of the location classes.</summary>
/// <remarks>The paper does not say how a class becomes a position; see docs/method.md.</remarks>
public sealed record PositionReader
{
    /// <summary>Classes farther than this from the most probable one are left out of the mean, in metres.</summary>
    const double Reach = 15;

    /// <summary>Confidence is the probability of being within this distance of the answer, in metres.</summary>
    internal const double ConfidenceMetres = 3;

    // No voice can rule a place out all by itself.
    const double Floor = 1e-6;

    /// <summary>How probabilities become a position.</summary>
    public required Readout Readout { get; init; }

    /// <summary>Exponent of the network's probabilities where the radio map says just the same.</summary>
    public double NetworkTrust { get; set; } = 1;

    /// <summary>Exponent of the radio map's probabilities; 0 = the network alone, as in the paper.</summary>
    public double SurveyTrust { get; init; }

    /// <summary>Added to the spread of the probabilities before scaling, in metres.</summary>
    public double BaseSpread { get; set; } = 0.5;

    /// <summary>
    /// Radius that holds 95 % of true positions, as a multiple of the spread; fitted on survey scans kept out of training.
    /// </summary>
    public double RadiusPerSpread { get; set; } = 3;

    /// <summary>
    /// Confidence is <see cref="ConfidenceShift"/> + (1 − this) · the share of the probabilities that lies near the answer: how much
    /// less those tell than they say; fitted on the same scans, 0 = they are right as they are.
    /// </summary>
    public double ConfidenceLoss { get; init; }

    /// <summary>See <see cref="ConfidenceLoss"/>.</summary>
    public double ConfidenceShift { get; init; }

    /// <summary>Error that the survey could not show because one phone took all of it, in metres; it widens the radius.</summary>
    public double UnseenMetres { get; init; }

    /// <summary>The radius that holds 95 % of true positions, in metres: independent errors add in their squares.</summary>
    /// <param name="spread">A position's spread, metres.</param>
    public double Radius(double spread) => Math.Sqrt(Math.Pow(RadiusPerSpread * spread, 2) + Math.Pow(UnseenMetres, 2));

    /// <summary>A position and how sure it is.</summary>
    /// <param name="X">Metres.</param>
    /// <param name="Y">Metres.</param>
    /// <param name="Spread">Root mean square distance of the probabilities from the position plus the base spread, metres.</param>
    /// <param name="Confidence">Probability of being near the position, 0 to 1.</param>
    public readonly record struct Position(double X, double Y, double Spread, double Confidence);

    /// <summary>What the network and the radio map say together: p ∝ network^(a·o) · survey^b.</summary>
    /// <remarks>
    /// o is how far the two overlap, Σ √(network · survey), from 0 to 1 (Bhattacharyya 1943). A network is as sure of itself
    /// where a phone is unlike any it was trained on; a radio map is not, so the network counts less the less they agree.
    /// </remarks>
    /// <param name="network">[locations], summing to 1; overwritten with the result, which sums to 1.</param>
    /// <param name="survey">[locations], summing to 1.</param>
    /// <param name="isLearnt">
    /// Whether the network has learnt from this very walk, so that what it says here is better than what it will say of others:
    /// then the radio map speaks in its place too, as far as the two overlap.
    /// </param>
    public void Combine(Span<float> network, ReadOnlySpan<float> survey, bool isLearnt = false)
    {
        if (SurveyTrust == 0)
            return;
        double overlap = 0, sum = 0;
        for (int c = 0; c < network.Length; c++)
            overlap += Math.Sqrt(network[c] * survey[c]);
        for (int c = 0; c < network.Length; c++)
        {
            double p = Math.Pow((isLearnt ? survey[c] : network[c]) + Floor, NetworkTrust * overlap) * Math.Pow(survey[c] + Floor, SurveyTrust);
            network[c] = (float)p;
            sum += p;
        }
        System.Numerics.Tensors.TensorPrimitives.Divide(network, (float)sum, network);
    }

    /// <summary>Reads the position.</summary>
    /// <param name="probabilities">[locations], summing to 1.</param>
    /// <param name="classes">The locations.</param>
    public Position Read(ReadOnlySpan<float> probabilities, IReadOnlyList<LocationClass> classes)
    {
        LocationClass best = classes[System.Numerics.Tensors.TensorPrimitives.IndexOfMax(probabilities)];
        (double x, double y) = (best.X, best.Y);
        if (Readout == Readout.Expected)
        {
            double mass = 0, sumX = 0, sumY = 0;
            for (int c = 0; c < classes.Count; c++)
            {
                if (classes[c].DistanceTo(best.X, best.Y) > Reach)
                    continue;
                mass += probabilities[c];
                sumX += probabilities[c] * classes[c].X;
                sumY += probabilities[c] * classes[c].Y;
            }
            (x, y) = (sumX / mass, sumY / mass);
        }
        double squares = 0, near = 0;
        for (int c = 0; c < classes.Count; c++)
        {
            double distance = classes[c].DistanceTo(x, y);
            squares += probabilities[c] * distance * distance;
            near += distance <= ConfidenceMetres ? probabilities[c] : 0;
        }
        return new Position(x, y, Math.Sqrt(squares) + BaseSpread, Math.Clamp(ConfidenceShift + (1 - ConfidenceLoss) * near, 0, 1));
    }

    /// <summary>The region with the largest summed probability, if the floor has regions.</summary>
    public static string? Region(ReadOnlySpan<float> probabilities, IReadOnlyList<LocationClass> classes)
    {
        SortedDictionary<string, double> mass = Regions(probabilities, classes);
        return mass.Count == 0 ? null : mass.MaxBy(pair => pair.Value).Key;
    }

    /// <summary>The summed probability of each region; places without a region belong to none.</summary>
    /// <param name="probabilities">[locations], summing to 1.</param>
    /// <param name="classes">The locations.</param>
    public static SortedDictionary<string, double> Regions(ReadOnlySpan<float> probabilities, IReadOnlyList<LocationClass> classes)
    {
        SortedDictionary<string, double> mass = new(StringComparer.Ordinal);
        for (int c = 0; c < classes.Count; c++)
        {
            if (classes[c].Region is { } region)
                mass[region] = mass.GetValueOrDefault(region) + probabilities[c];
        }
        return mass;
    }
}

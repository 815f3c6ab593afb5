using System.Globalization;
using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Rivals;

/// <summary>
/// ViViPlus: a place is known by how the levels rise and fall around it, not by the levels themselves.
/// </summary>
/// <remarks>
/// <para>
/// Xu et al., MASS 2018. For every access point and every ring d = 1, 2, 3 around a reference point the two points where
/// that access point's level varies least; between the point and each of them the level is equal (1), higher (2) or
/// lower (0) by a t-test (α = 0.1). A query takes the candidate's place in its matrix [access points, 7], and the
/// representative vectors of the two matrices, v = Σ λ·μ over the eigenpairs of GᵀG, are compared. Fifteen access
/// points with the most entropy; the three nearest candidates answer. Reported: 2.5 m, 95 % within 5.41 m.
/// Given: the labelled scans, nothing else.
/// </para>
/// <para>
/// Ours: a ring is a distance in steps of the median spacing of the points; what is missing in a ring comes from the
/// next nearest points. A level not heard is −105 dBm, deviations are at least 2 dB. Access points that neither a point
/// nor its neighbours hear are compared too: their silence tells. Tuned: the number of access points; matrices compared by their
/// vectors, or entry by entry; and whether the survey's own gradients are tested as means of all the scans or as single scans,
/// which is what a query is.
/// </para>
/// </remarks>
sealed class ViViPlus : IMethod
{
    const int Neighbours = 3;

    // The paper's own first. Vectors of more access points take most of the time and were never chosen.
    static readonly GradientChoice[] Choices =
    [
        .. from choice in ((int Columns, bool ByVector)[])[(15, true), (15, false), (60, false), (240, false)]
           from single in (bool[])[false, true]
           select new GradientChoice(choice.Columns, choice.ByVector, single),
    ];

    public string Name => "vivi-plus";

    public string Description => "discretised gradients of the levels around each reference point (ViViPlus, 2018)";

    public string Tuning =>
        $"15 access points by vector | 15 | 60 | 240 by entry; survey gradients of means | single scans; {SurveyTuner.Note}";

    public bool IsDeterministic => true;

    public TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context)
    {
        var choice = SurveyTuner.Choose(survey, Choices, Localizers, context);
        return new(Localizers(survey)(choice), choice.ToString());
    }

    static Func<GradientChoice, PointLocalizer> Localizers(IReadOnlyList<Scan> survey)
    {
        var fingerprints = FingerprintSurvey.Of(survey);
        return choice =>
        {
            var map = new GradientMap(fingerprints, choice);
            return new PointLocalizer(fingerprints, row => PlaceVote.Largest(map.Nearness(row), Neighbours));
        };
    }
}

/// <summary>What is tuned in <see cref="ViViPlus"/>.</summary>
/// <param name="Columns">The most access points.</param>
/// <param name="ByVector">Whether matrices are compared by their representative vectors.</param>
/// <param name="Single">Whether the survey's gradients are tested as between single scans.</param>
readonly record struct GradientChoice(int Columns, bool ByVector, bool Single)
{
    /// <summary>The choice as tuning notes give it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Columns} access points, by {(ByVector ? "vector" : "entry")}, gradients of {(Single ? "single scans" : "means")}");
}

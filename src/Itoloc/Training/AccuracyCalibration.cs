using Itoloc.Fingerprints;

namespace Itoloc.Training;

/// <summary>Finds out how large the accuracy radius must be, and what confidence is worth: questions whose answers are known are asked of the model.</summary>
/// <remarks>
/// The questions are survey scans that were kept out of training, half of them (all, where no other phone visited the point) mixed with a
/// neighbouring point's because users do not stand on reference points, all varied as another phone would have heard them;
/// and the radio map answers as <see cref="SurveyWithout"/> has it: without the scan's phone where another one visited the
/// point, otherwise without the point. On a floor surveyed walking nothing stands on points, and
/// the network has learnt from the scans just before and after: any scan may ask, unmixed, and the radio map, which answers
/// without its walk, speaks in the network's place. So it does where points have so few scans that training kept none out.
/// </remarks>
static class AccuracyCalibration
{
    const double Coverage = 0.95;
    const double SmallestRatio = 0.1;

    // What other phones and later months add to the error of a one-phone survey: docs/experiments.md, "Accuracy radius".
    const double UnseenMetres = 2;

    // Answers of both kinds, sure and right, unsure and wrong, that are believed in beside those that questions got.
    const int BelievedAnswers = 10;

    // Each scan asks so often, varied anew each time.
    const int Repeats = 3;

    // Scans that ask where training keeps none back: only such as stand where several were taken.
    const int LearntScans = 300;

    /// <summary>Calibrates one floor's model.</summary>
    /// <param name="model">The floor's model.</param>
    /// <param name="survey">The radio map of all floors, without the scan that asks.</param>
    /// <param name="rows">The site's rows.</param>
    /// <param name="fingerprints">The site's fingerprints, each [features], dBm, NaN where not heard.</param>
    /// <param name="floor">The floor's rows.</param>
    /// <param name="heldOut">Which of them training has not seen: the questions, unless there are none or the floor was surveyed walking.</param>
    /// <param name="recipe">How it was trained.</param>
    /// <param name="seed">Seed of the questions.</param>
    /// <returns>
    /// The model with its <see cref="PositionReader.RadiusPerSpread"/> and <see cref="PositionReader.ConfidenceLoss"/> fitted, and
    /// <see cref="PositionReader.UnseenMetres"/> set where one phone took the survey.
    /// </returns>
    public static FloorModel Calibrate(
        FloorModel model, SurveyWithout survey, IReadOnlyList<SurveyRow> rows, IReadOnlyList<float[]> fingerprints,
        int[] floor, int[] heldOut, Recipe recipe, int seed)
    {
        Random random = new(seed);
        Augmentation other = recipe.Augmentation ?? new Augmentation();
        (IReadOnlyList<LocationClass> classes, int[] locations) = LocationClass.Find([.. floor.Select(row => (rows[row].X, rows[row].Y, rows[row].Region))]);
        string?[] devices = [.. floor.Select(row => rows[row].Device)];
        InBetween inBetween = new(classes, locations, [.. devices.Select(device => Array.IndexOf(devices, device))], [.. Enumerable.Range(0, floor.Length)]);
        List<double> ratios = [];
        List<(double Said, double Was)> sure = [.. Enumerable.Range(0, 2 * BelievedAnswers).Select(i => (i % 2.0, i % 2.0))];
        bool isWalked = survey.IsWalked(floor[0]), isLearnt = isWalked || heldOut.Length == 0;
        if (isLearnt && model.Reader.SurveyTrust == 0)
            return model; // A network alone is too sure of what it has learnt.
        int[] asking = isLearnt ? Spread(floor.Length) : heldOut;
        foreach (int asked in Enumerable.Repeat(asking, Repeats).SelectMany(each => each))
        {
            int row = floor[asked];
            (double x, double y) = (rows[row].X, rows[row].Y);
            float[] question = [.. fingerprints[row]];
            bool isPointKnown = survey.KnowsPointOf(row);
            if (!isWalked && (!isPointKnown || random.Next(2) == 0) && inBetween.Partner(asked, random) is { } partner)
            {
                // Where the map does not know the point, the user stands nearer to the next one, as on a real grid.
                float share = isPointKnown ? random.NextSingle() : 0.5f + random.NextSingle() / 2;
                InBetween.Mix(question, fingerprints[floor[partner]], share, question);
                (x, y) = (x + share * (rows[floor[partner]].X - x), y + share * (rows[floor[partner]].Y - y));
            }
            other.Apply(question, question, random);
            if (Array.TrueForAll(question, float.IsNaN))
                continue;
            (FloorModel found, float[] probabilities, _) = (isPointKnown ? survey.WithoutPhoneOf(row) : survey.WithoutPointOf(row)).Predict(question);
            if (found.Floor != model.Floor || found.Building != model.Building)
                continue;
            float[] answer = model.Combine([question], [probabilities], isLearnt)[0];
            PositionReader.Position position = model.Reader.Read(answer, model.Classes);
            double error = Math.Sqrt((position.X - x) * (position.X - x) + (position.Y - y) * (position.Y - y));
            ratios.Add(error / position.Spread);
            sure.Add((position.Confidence, error <= PositionReader.ConfidenceMetres ? 1 : 0));
        }
        if (ratios.Count == 0)
            return model;
        ratios.Sort();
        double ratio = ratios[Math.Min(ratios.Count - 1, (int)Math.Ceiling(Coverage * ratios.Count))];
        // A line by least squares: what was, by what the answers said (Brier's score, 1950, is its square error).
        double said = sure.Average(answer => answer.Said), was = sure.Average(answer => answer.Was);
        double slope = Math.Clamp(
            sure.Sum(answer => (answer.Said - said) * (answer.Was - was)) / sure.Sum(answer => Math.Pow(answer.Said - said, 2)), 0, 1);
        return model.With(model.Reader with
        {
            ConfidenceLoss = 1 - slope,
            ConfidenceShift = was - slope * said,
            RadiusPerSpread = Math.Max(ratio, SmallestRatio),
            UnseenMetres = survey.IsByDevice(floor[0]) ? 0 : UnseenMetres,
        });
    }

    static int[] Spread(int rows)
    {
        int step = (rows + LearntScans - 1) / LearntScans;
        return [.. Enumerable.Range(0, rows).Where(row => row % step == 0)];
    }
}

using Itoloc.Fingerprints;
using Itoloc.Nn;

namespace Itoloc;

/// <summary>What a model's answer to a scan rests on.</summary>
/// <param name="AccessPoints">What the scan hears of what the model knows, what mattered most first.</param>
/// <param name="Image">The fingerprint image that the network saw, side · side numbers row by row, of its first layer;
/// empty where the answer is that the scan is not of this site.</param>
public sealed record AnswerExplanation(IReadOnlyList<ExplainedAccessPoint> AccessPoints, float[] Image)
{
    // A scan of a mall hears a hundred radios; those that are heard best decide.
    const int MostTried = 48;

    /// <summary>Explains an answer. Takes as long as locating some dozen scans.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scan">The scan.</param>
    internal static AnswerExplanation Of(Localizer model, Scan scan)
    {
        LocationEstimate answer = model.Locate([scan])[0];
        FloorModel? floor = model.Floors.FirstOrDefault(floor => answer.Known && floor.Building == answer.Building && floor.Floor == answer.Floor);
        return new(Tried(model, scan, answer), floor is null ? [] : ImageOf(floor, model.Fingerprint(scan)));
    }

    // Each access point left out in turn: how far does the answer move?
    static IReadOnlyList<ExplainedAccessPoint> Tried(Localizer model, Scan scan, LocationEstimate answer)
    {
        Reading[] known = [.. scan.Readings
            .Where(reading => model.Index.CountKnown(scan with { Readings = [reading] }) > 0)
            .OrderByDescending(reading => reading.RssiDbm).Take(MostTried)];
        IReadOnlyList<LocationEstimate> without = model.Locate(
            [.. known.Select(left => scan with { Readings = [.. scan.Readings.Where(reading => reading != left)] })]);
        return [.. known.Zip(without, (reading, estimate) => new ExplainedAccessPoint(
            reading.AccessPoint, reading.RssiDbm, answer is { X: { } x, Y: { } y } && estimate is { X: { } otherX, Y: { } otherY }
                ? Math.Sqrt((x - otherX) * (x - otherX) + (y - otherY) * (y - otherY)) : null))
            .OrderByDescending(ap => ap.MovesMetres).ThenByDescending(ap => ap.RssiDbm)];
    }

    static float[] ImageOf(FloorModel floor, float[] fingerprint)
    {
        int side = floor.Network.Options.Side, layers = floor.Network.Options.ImageChannels;
        Tensor image = new(1, new Shape(side, side, layers));
        floor.Image.Draw(floor.Input(fingerprint), image, 0);
        float[] first = new float[side * side];
        for (int pixel = 0; pixel < first.Length; pixel++)
            first[pixel] = image.Row(0, pixel / side)[pixel % side * layers];
        return first;
    }
}

/// <summary>An access point that a scan heard and what it meant for the answer.</summary>
/// <param name="AccessPoint">Its identifier.</param>
/// <param name="RssiDbm">How strongly it was heard.</param>
/// <param name="MovesMetres">How far the answer moves without it; null where there is then, or was, no answer.</param>
public sealed record ExplainedAccessPoint(string AccessPoint, float RssiDbm, double? MovesMetres);

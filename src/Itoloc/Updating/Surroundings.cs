using System.Numerics.Tensors;

namespace Itoloc.Updating;

/// <summary>The mean levels that scans hear around each place, nearer scans counting more.</summary>
sealed class Surroundings
{
    readonly double[] _scans;

    /// <summary>Averages scans whose places are believed to be known.</summary>
    /// <param name="places">The site's places.</param>
    /// <param name="levels">Each scan's [features], levels.</param>
    /// <param name="posteriors">Each scan's places.</param>
    /// <param name="reach">Standard deviation of the Gaussian weight of distance, metres.</param>
    public Surroundings(
        SitePlaces places, IReadOnlyList<float[]> levels, IReadOnlyList<IReadOnlyList<PlaceShare>> posteriors, double reach)
    {
        int features = levels.Count == 0 ? 0 : levels[0].Length;
        Levels = new float[places.Count][];
        _scans = new double[places.Count];
        (int Floor, double X, double Y)[] positions = [.. posteriors.Select(p => AdoptedScan.Position(places, p))];
        for (int place = 0; place < places.Count; place++)
        {
            float[] mean = Levels[place] = new float[features];
            for (int scan = 0; scan < positions.Length; scan++)
            {
                if (positions[scan].Floor != places.Floors[place])
                    continue;
                double distance = places.Classes[place].DistanceTo(positions[scan].X, positions[scan].Y) / reach;
                float weight = (float)Math.Exp(-distance * distance / 2);
                if (weight < 1e-4f)
                    continue;
                _scans[place] += weight;
                TensorPrimitives.MultiplyAdd(levels[scan], weight, mean, mean);
            }
            if (_scans[place] > 0)
                TensorPrimitives.Multiply(mean, (float)(1 / _scans[place]), mean);
        }
    }

    /// <summary>[places][features], levels; 0 where no scan is near.</summary>
    public float[][] Levels { get; }

    /// <summary>How far a place's levels are to be believed, 0 to 1, when so many scans count half.</summary>
    public float Trust(int place, double priorScans) => (float)(_scans[place] / (_scans[place] + priorScans));
}

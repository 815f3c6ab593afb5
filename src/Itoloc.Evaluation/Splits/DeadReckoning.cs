using System.Globalization;

namespace Itoloc.Evaluation.Splits;

/// <summary>Where a walk went by the phone's own sensors: steps from the accelerometer, headings from the rotation vector.</summary>
/// <remarks>
/// A step is a peak of the acceleration's size, smoothed over a tenth of a second, of at least 0.8 m/s² above its mean
/// over the walk and 0.3 s after the last; it counts 0.65 m towards where the phone's upper edge points, x to the east
/// and y to the north. The format is that of Indoor Location Competition 2.0.
/// </remarks>
sealed class DeadReckoning
{
    const int Smoothing = 5;
    const double PeakMetres = 0.8, LeastMilliseconds = 300, StepMetres = 0.65;

    readonly List<(double Time, double X, double Y)> _track = [(double.NegativeInfinity, 0, 0)];

    /// <summary>Reads one walk's file.</summary>
    public DeadReckoning(TextReader reader)
    {
        List<(double Time, double Size)> sizes = [];
        List<(double Time, double Azimuth)> headings = [];
        while (reader.ReadLine() is { } line)
        {
            string[] columns = line.Split('\t');
            if (columns.Length < 5 || columns[1] is not ("TYPE_ACCELEROMETER" or "TYPE_ROTATION_VECTOR"))
                continue;
            double[] v = [.. columns.Where((_, i) => i is 0 or 2 or 3 or 4).Select(Parse)];
            if (v.Any(double.IsNaN))
                continue;
            if (columns[1] == "TYPE_ACCELEROMETER")
                sizes.Add((v[0], Math.Sqrt(v[1] * v[1] + v[2] * v[2] + v[3] * v[3])));
            else
                headings.Add((v[0], Azimuth(v[1], v[2], v[3])));
        }
        if (sizes.Count > 0 && headings.Count > 0)
            Walk(sizes, headings);
    }

    /// <summary>The displacement from one time to another in metres.</summary>
    public (double X, double Y) Between(double fromMilliseconds, double toMilliseconds)
    {
        var (from, to) = (At(fromMilliseconds), At(toMilliseconds));
        return (to.X - from.X, to.Y - from.Y);
    }

    /// <summary>Steps taken.</summary>
    public int Steps => _track.Count - 1;

    void Walk(List<(double Time, double Size)> sizes, List<(double Time, double Azimuth)> headings)
    {
        double mean = sizes.Average(s => s.Size), last = double.NegativeInfinity;
        int heading = 0;
        double[] smooth = [.. Enumerable.Range(0, sizes.Count).Select(i =>
            sizes.Skip(Math.Max(0, i - Smoothing / 2)).Take(Smoothing).Average(s => s.Size))];
        for (int i = 1; i < smooth.Length - 1; i++)
        {
            double time = sizes[i].Time;
            bool isPeak = smooth[i] >= smooth[i - 1] && smooth[i] > smooth[i + 1] && smooth[i] > mean + PeakMetres;
            if (!isPeak || time - last < LeastMilliseconds)
                continue;
            while (heading < headings.Count - 1 && headings[heading].Time < time)
                heading++;
            last = time;
            double azimuth = headings[heading].Azimuth;
            _track.Add((time, _track[^1].X + StepMetres * Math.Sin(azimuth), _track[^1].Y + StepMetres * Math.Cos(azimuth)));
        }
    }

    (double Time, double X, double Y) At(double time) => _track[_track.FindLastIndex(step => step.Time <= time)];

    // Clockwise from north, as Android derives it from a rotation vector.
    static double Azimuth(double x, double y, double z)
    {
        double w = Math.Sqrt(Math.Max(0, 1 - x * x - y * y - z * z));
        return Math.Atan2(2 * (x * y - z * w), 1 - 2 * (x * x + z * z));
    }

    static double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}

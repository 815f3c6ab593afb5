using System.Globalization;

namespace Itoloc.Evaluation.Figures.Charts;

/// <summary>Where an axis begins and ends, and its round ticks.</summary>
sealed class Scale
{
    const int AboutTicks = 6;

    readonly double _step;

    /// <summary>A scale on which all values lie.</summary>
    /// <param name="values">The values; those that are not finite are ignored.</param>
    /// <param name="axis">Gives fixed ends, if any.</param>
    public Scale(IEnumerable<double> values, Axis axis)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double least = axis.Least ?? (finite.Length > 0 ? finite.Min() : 0);
        double most = axis.Most ?? (finite.Length > 0 ? finite.Max() : 1);
        if (most <= least)
            (least, most) = (axis.Least ?? least - 0.5, Math.Max(most, least) + 0.5);
        _step = RoundStep((most - least) / AboutTicks);
        Least = axis.Least ?? Math.Floor(least / _step) * _step;
        Most = axis.Most ?? Math.Ceiling(most / _step) * _step;
    }

    /// <summary>Where it begins.</summary>
    public double Least { get; }

    /// <summary>Where it ends.</summary>
    public double Most { get; }

    /// <summary>The ticks: multiples of 1, 2 or 5 times a power of ten, with their labels.</summary>
    public IEnumerable<(double Value, string Label)> Ticks()
    {
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(_step) + 1e-9));
        double slack = _step * 1e-6;
        for (double i = Math.Ceiling((Least - slack) / _step); i * _step <= Most + slack; i++)
        {
            // Adding 0 turns a negative nought into one without a sign.
            double value = Math.Round(i * _step, decimals) + 0.0;
            yield return (value, value.ToString($"F{decimals}", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A value's place between the ends, 0 to 1 for those inside.</summary>
    public double At(double value) => (value - Least) / (Most - Least);

    static double RoundStep(double about)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(about)));
        return power * ((about / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }
}

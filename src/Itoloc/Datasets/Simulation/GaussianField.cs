namespace Itoloc.Datasets.Simulation;

/// <summary>
/// A random field over the plane: normal with mean 0 and deviation 1, the correlation of two points being
/// <c>exp(−distance / length)</c>.
/// </summary>
/// <remarks>
/// A sum of plane waves whose frequencies are drawn from the correlation's spectrum (Rahimi and Recht 2007), so it
/// needs no lattice and has a value everywhere. Along a line the same field is an exponentially correlated process.
/// </remarks>
sealed class GaussianField
{
    // Enough that the sum is normal; the error of its correlation is about 1/√64.
    const int Waves = 64;

    readonly double[] _frequencyX = new double[Waves];
    readonly double[] _frequencyY = new double[Waves];
    readonly double[] _phase = new double[Waves];

    /// <summary>Draws a field.</summary>
    /// <param name="seed">Decides the field.</param>
    /// <param name="length">Distance over which the correlation falls to 1/e.</param>
    public GaussianField(Seed seed, double length)
    {
        for (int i = 0; i < Waves; i++)
        {
            Seed wave = seed.With(i);
            // P(frequency < f) = 1 − (1 + (f · length)²)^(−1/2) in two dimensions, inverted.
            double u = 1 - wave.With(0).Uniform();
            double frequency = Math.Sqrt(1 / (u * u) - 1) / length;
            double direction = Math.Tau * wave.With(1).Uniform();
            (_frequencyX[i], _frequencyY[i]) = (frequency * Math.Cos(direction), frequency * Math.Sin(direction));
            _phase[i] = Math.Tau * wave.With(2).Uniform();
        }
    }

    /// <summary>The field's value at a point.</summary>
    public double At(double x, double y)
    {
        double sum = 0;
        for (int i = 0; i < Waves; i++)
            sum += Math.Cos(_frequencyX[i] * x + _frequencyY[i] * y + _phase[i]);
        return sum * Math.Sqrt(2.0 / Waves);
    }
}

namespace Itoloc.Nn.Tests;

/// <summary>Compares a layer's gradients with central differences of L = Σ r·y, r being a random projection.</summary>
static class GradientCheck
{
    const float UsualStep = 1e-2f;
    const double Relative = 1e-2;

    // How much rounding the float32 outputs, of size 1 to 10, may change the loss.
    const double LossRounding = 2e-6;

    // More values than these are not all tried, but evenly spaced ones.
    const int Most = 250;

    /// <summary>Checks the gradients of every learned parameter and of the input, in a training pass.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input; values are put back after the check.</param>
    /// <param name="step">Smaller where rectifiers lie so close that a usual step meets one nearly everywhere.</param>
    public static void Run(Layer layer, Tensor input, float step = UsualStep)
    {
        using ThreadTeam team = new(1);
        Pass pass = new(Mode.Training, team) { Seed = 5 };
        layer.Forward(input, pass);
        Tensor projection = TestTensors.Random(99, input.Batch, layer.Output, layer.OutputHalo);
        Tensor inputGradient = layer.Backward(projection, pass);

        double Loss()
        {
            Tensor output = layer.Forward(input, pass);
            double loss = 0;
            foreach (int i in Inside(output))
                loss += (double)output.Values[i] * projection.Values[i];
            return loss;
        }

        Compare("input", input.Values, inputGradient.Values, [.. Inside(input)], Loss, changed: () => { }, step);
        foreach (Parameter parameter in layer.Parameters.Where(parameter => parameter.IsLearned))
        {
            Compare(
                parameter.Name, parameter.Values, parameter.Gradient, [.. Enumerable.Range(0, parameter.Values.Length)],
                Loss, parameter.Touch, step);
        }
    }

    /// <summary>Checks gradients that are already there against central differences of a loss.</summary>
    public static void Compare(
        string name, float[] values, float[] gradient, int[] indices, Func<double> loss, Action changed,
        float step = UsualStep)
    {
        float[] computed = [.. gradient]; // the loss may run the layer again
        double scale = Math.Sqrt(indices.Average(i => (double)computed[i] * computed[i]));
        int[] tried = [.. indices.Where((_, k) => k % (indices.Length / Most + 1) == 0)];
        int kinks = 0;
        foreach (int i in tried)
        {
            (double slope, double bend) = Slope(values, i, step, loss, changed);
            (double closer, double closerBend) = Slope(values, i, step / 2, loss, changed);
            double tolerance = Relative * Math.Max(scale, Math.Abs(slope)) + LossRounding / step;
            // Halving the step leaves a smooth function's slope as it is and halves its bend; where it does not, a
            // rectifier or a maximum switches within the step, and the slope is off by up to twice the two differences.
            if (Math.Abs(slope - closer) + Math.Abs(bend - 2 * closerBend) > tolerance / 2)
                kinks++;
            else
                Assert.True(Math.Abs(slope - computed[i]) <= tolerance, $"{name}[{i}]: {computed[i]}, not {slope}.");
        }
        Assert.True(kinks <= Math.Ceiling(tried.Length / 2.0), $"{name}: {kinks} of {tried.Length} values at a kink.");
    }

    // The central difference, and the right-hand difference less the left-hand one.
    static (double Slope, double Bend) Slope(float[] values, int i, float step, Func<double> loss, Action changed)
    {
        float value = values[i], above = value + step, below = value - step;
        double At(float x)
        {
            values[i] = x;
            changed();
            return loss();
        }
        double right = At(above), left = At(below), middle = At(value);
        double bend = (right - middle) / (above - value) - (middle - left) / (value - below);
        return ((right - left) / ((double)above - below), bend);
    }

    static IEnumerable<int> Inside(Tensor tensor) =>
        from n in Enumerable.Range(0, tensor.Batch)
        from y in Enumerable.Range(0, tensor.Shape.Height)
        from i in Enumerable.Range(0, tensor.Shape.Width * tensor.Shape.Channels)
        select tensor.Start(n, y) + i;
}

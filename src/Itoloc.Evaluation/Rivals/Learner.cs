using Itoloc.Nn;

namespace Itoloc.Evaluation.Rivals;

/// <summary>Trains and asks a network on plain arrays, one a sample.</summary>
/// <param name="network">The network.</param>
/// <param name="random">Seeds dropout.</param>
/// <param name="decay">Weight decay of the optimiser (Adam).</param>
sealed class Learner(Layer network, Random random, float decay = 0)
{
    const int LargestBatch = 128;

    // A fold runs on one thread; folds run side by side.
    readonly Pass _pass = new(Mode.Training, ThreadTeam.Caller);
    readonly Tensor _input = new(0, network.Input, network.InputHalo);
    readonly Tensor _gradient = new(0, network.Output);
    Adam _adam = new(network.Parameters, decay);

    /// <summary>The network.</summary>
    public Layer Network => network;

    /// <summary>Forgets the optimiser's memory, for a network that starts anew.</summary>
    public void Restart() => _adam = new(network.Parameters, decay);

    /// <summary>Makes one step.</summary>
    /// <param name="batch">Samples, each as long as the network's input, channels last.</param>
    /// <param name="lossGradient">Writes ∂L/∂output for the outputs it is given.</param>
    /// <param name="rate">Learning rate.</param>
    public void Step(IReadOnlyList<float[]> batch, Action<Tensor, Tensor> lossGradient, float rate)
    {
        (_pass.Mode, _pass.Seed) = (Mode.Training, (ulong)random.NextInt64());
        Fill(batch, 0, batch.Count);
        Tensor output = network.Forward(_input, _pass);
        _gradient.Resize(batch.Count);
        lossGradient(output, _gradient);
        network.Backward(_gradient, _pass);
        _adam.Step(rate);
    }

    /// <summary>The network's outputs without dropout, one a sample.</summary>
    public float[][] Ask(IReadOnlyList<float[]> samples)
    {
        _pass.Mode = Mode.Evaluation;
        float[][] outputs = new float[samples.Count][];
        for (int first = 0; first < samples.Count; first += LargestBatch)
        {
            int count = Math.Min(LargestBatch, samples.Count - first);
            Fill(samples, first, count);
            Tensor output = network.Forward(_input, _pass);
            for (int n = 0; n < count; n++)
                outputs[first + n] = [.. output.Sample(n)];
        }
        return outputs;
    }

    /// <summary>Writes the gradient of the mean squared difference to targets: 2 · (output − target) /
    /// values.</summary>
    public static void SquaredError(Tensor output, IReadOnlyList<float[]> targets, Tensor gradient)
    {
        for (int n = 0; n < output.Batch; n++)
        {
            ReadOnlySpan<float> y = output.Sample(n);
            Span<float> g = gradient.Sample(n);
            for (int i = 0; i < g.Length; i++)
                g[i] = 2 * (y[i] - targets[n][i]) / (g.Length * output.Batch);
        }
    }

    /// <summary>A copy of all weights and statistics.</summary>
    public float[][] Save() => [.. network.Parameters.Select(parameter => (float[])parameter.Values.Clone())];

    /// <summary>Puts a copy back.</summary>
    public void Load(float[][] weights)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i].CopyTo(network.Parameters[i].Values, 0);
            network.Parameters[i].Touch();
        }
    }

    void Fill(IReadOnlyList<float[]> samples, int first, int count)
    {
        _input.Resize(count);
        int row = network.Input.Width * network.Input.Channels;
        for (int n = 0; n < count; n++)
            for (int y = 0; y < network.Input.Height; y++)
                samples[first + n].AsSpan(y * row, row).CopyTo(_input.Row(n, y));
    }
}

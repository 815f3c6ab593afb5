using System.Numerics.Tensors;

namespace Itoloc.Nn;

/// <summary>Probabilities from the outputs of a last layer, and the losses on them.</summary>
/// <remarks>Losses are means over the batch; gradients are with respect to the outputs before the softmax (logits).</remarks>
public static class Softmax
{
    // Products with what is smaller may fall below 1e-38, where processors multiply a hundred times slower.
    const float LeastProbability = 1e-20f;

    /// <summary>Turns each sample's logits into probabilities.</summary>
    /// <param name="logits">[batch, classes], no halo.</param>
    /// <param name="probabilities">[batch, classes], row by row; overwritten. iToLoc, Eq. 4 and 7.</param>
    /// <remarks>A probability below 1e-20 is given as 0.</remarks>
    public static void Probabilities(Tensor logits, Span<float> probabilities)
    {
        int classes = logits.Shape.Length;
        CheckLength(probabilities.Length, logits);
        for (int n = 0; n < logits.Batch; n++)
        {
            Span<float> p = probabilities.Slice(n * classes, classes);
            ReadOnlySpan<float> z = logits.Sample(n);
            TensorPrimitives.Subtract(z, TensorPrimitives.Max(z), p);
            TensorPrimitives.Exp(p, p);
            TensorPrimitives.Divide(p, TensorPrimitives.Sum(p), p);
            foreach (ref float value in p)
                value = value < LeastProbability ? 0 : value;
        }
    }

    /// <summary>Cross-entropy with soft targets: −(1/batch) Σ_n weight_n Σ_c target_nc log p_nc.</summary>
    /// <param name="probabilities">[batch, classes].</param>
    /// <param name="targets">[batch, classes]; each row sums to 1.</param>
    /// <param name="sampleWeights">[batch], how much each sample counts; empty = 1 each.</param>
    /// <param name="gradient">Logits' gradient [batch, classes]; overwritten with weight·(p − target)/batch.</param>
    /// <returns>The loss. iToLoc, Eq. 5 (one predictor's share) and Eq. 8.</returns>
    public static double CrossEntropy(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights, Tensor gradient)
    {
        CheckLength(probabilities.Length, gradient);
        CheckLength(targets.Length, gradient);
        if (!sampleWeights.IsEmpty && sampleWeights.Length != gradient.Batch)
            throw new ArgumentException($"Expected [{gradient.Batch}] weights, got {sampleWeights.Length}.");
        int classes = gradient.Shape.Length;
        double loss = 0;
        for (int n = 0; n < gradient.Batch; n++)
        {
            float weight = sampleWeights.IsEmpty ? 1 : sampleWeights[n];
            ReadOnlySpan<float> p = probabilities.Slice(n * classes, classes), target = targets.Slice(n * classes, classes);
            for (int c = 0; c < classes; c++)
            {
                if (target[c] > 0)
                    loss -= weight * target[c] * Math.Log(Math.Max(p[c], 1e-30f));
            }
            Span<float> g = gradient.Sample(n);
            TensorPrimitives.Subtract(p, target, g);
            TensorPrimitives.Multiply(g, weight / gradient.Batch, g);
        }
        return loss / gradient.Batch;
    }

    /// <summary>The spatial constraint: (1/batch) Σ_n Σ_c cost_nc p_nc, the expected cost of an answer.</summary>
    /// <param name="probabilities">[batch, classes].</param>
    /// <param name="costs">[batch, classes]: cost of answering c for sample n.</param>
    /// <param name="factor">Times which the gradient is added.</param>
    /// <param name="gradient">Logits' gradient; factor·p_c·(cost_c − Σ_b cost_b p_b)/batch is added to it.</param>
    /// <returns>The loss, without the factor. iToLoc, Eq. 10.</returns>
    public static double ExpectedCost(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> costs, float factor, Tensor gradient)
    {
        CheckLength(probabilities.Length, gradient);
        CheckLength(costs.Length, gradient);
        int classes = gradient.Shape.Length;
        double loss = 0;
        for (int n = 0; n < gradient.Batch; n++)
        {
            ReadOnlySpan<float> p = probabilities.Slice(n * classes, classes), cost = costs.Slice(n * classes, classes);
            float expected = TensorPrimitives.Dot(p, cost);
            loss += expected;
            Span<float> g = gradient.Sample(n);
            for (int c = 0; c < classes; c++)
                g[c] += factor * p[c] * (cost[c] - expected) / gradient.Batch;
        }
        return loss / gradient.Batch;
    }

    static void CheckLength(int length, Tensor logits)
    {
        if (length != logits.Batch * logits.Shape.Length)
            throw new ArgumentException($"Expected [{logits.Batch}, {logits.Shape.Length}], got {length} values.");
    }
}

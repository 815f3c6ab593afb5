using System.Numerics.Tensors;
using Tensor = Itoloc.Nn.Tensor;

namespace Itoloc.Fingerprints;

/// <summary>
/// The fingerprint-image transformer: N signal strengths become an N×N image whose pixel (j, k) compares access point j
/// with access point k.
/// </summary>
/// <remarks>
/// <para>iToLoc, Eq. 1: x_jk = (f_j − f_k) · 1/f_k = f_j/f_k − 1, with f in dBm.</para>
/// <para>
/// The paper leaves open what stands for an access point that is not heard, and dividing needs care. Here every value is
/// between <see cref="NotHeardDbm"/> and <see cref="StrongestDbm"/>, so f_k is never near zero, and not heard is one dB
/// below the weakest reading. The image is then shifted and scaled by two numbers of the training set and clipped.
/// </para>
/// </remarks>
public sealed record FingerprintImage
{
    /// <summary>What stands for an access point that is not heard, in dBm.</summary>
    public const float NotHeardDbm = -105;

    /// <summary>The weakest level that a reading counts with, in dBm; weaker ones are raised to it.</summary>
    public const float WeakestDbm = -104;

    /// <summary>The strongest level that a reading counts with, in dBm; stronger ones are lowered to it.</summary>
    public const float StrongestDbm = -20;

    const float Bound = 4;

    /// <summary>Mean of the pixels over the training set.</summary>
    public required float Mean { get; init; }

    /// <summary>Standard deviation of the pixels over the training set, above 0.</summary>
    public required float Deviation { get; init; }

    /// <summary>
    /// Whether a pixel compares two access points. The paper's Fig. 14 sets that against the bare vector: then pixel i, row
    /// by row, is the level of access point i, and the rest of the image is not heard.
    /// </summary>
    public bool Compares { get; set; } = true;

    /// <summary>Finds the mean and deviation of the images of a set of fingerprints; 0 and 1 where no access point is shown.</summary>
    /// <param name="fingerprints">Each [N], dBm, NaN where not heard; at least one.</param>
    /// <param name="compares">See <see cref="Compares"/>.</param>
    public static FingerprintImage Fit(IReadOnlyList<float[]> fingerprints, bool compares = true)
    {
        if (!compares)
            return FitLevels(fingerprints);
        double sum = 0, squares = 0, count = 0;
        foreach (float[] fingerprint in fingerprints)
        {
            // Pixels are f_j·(1/f_k) − 1, so their sums factor into sums over j and over k.
            double f = 0, f2 = 0, r = 0, r2 = 0;
            foreach (float value in fingerprint)
            {
                double level = Level(value);
                (f, f2, r, r2) = (f + level, f2 + level * level, r + 1 / level, r2 + 1 / (level * level));
            }
            double pixels = (double)fingerprint.Length * fingerprint.Length;
            sum += f * r - pixels;
            squares += f2 * r2 - 2 * f * r + pixels;
            count += pixels;
        }
        if (count == 0)
            return new FingerprintImage { Mean = 0, Deviation = 1 };
        double mean = sum / count;
        double variance = Math.Max(squares / count - mean * mean, 1e-6);
        return new FingerprintImage { Mean = (float)mean, Deviation = (float)Math.Sqrt(variance) };
    }

    static FingerprintImage FitLevels(IReadOnlyList<float[]> fingerprints)
    {
        double[] levels = [.. fingerprints.SelectMany(row => row).Select(dbm => (double)Level(dbm)).DefaultIfEmpty()];
        double mean = levels.Average(), variance = levels.Average(level => (level - mean) * (level - mean));
        return new() { Mean = (float)mean, Deviation = (float)Math.Sqrt(Math.Max(variance, 1e-6)), Compares = false };
    }

    /// <summary>The level of a reading, in dBm.</summary>
    /// <param name="rssiDbm">dBm, or NaN where not heard.</param>
    /// <returns>−104 to −20, or −105 where not heard.</returns>
    public static float Level(float rssiDbm) =>
        float.IsNaN(rssiDbm) ? NotHeardDbm : Math.Clamp(rssiDbm, WeakestDbm, StrongestDbm);

    /// <summary>Draws one fingerprint as an image.</summary>
    /// <param name="fingerprint">
    /// [n], dBm, NaN where not heard; n at most side · channels, the rest is not heard. Access point i is row and column
    /// i / channels of layer i % channels.
    /// </param>
    /// <param name="images">[batch, side, side, channels].</param>
    /// <param name="sample">Which sample of the batch to draw.</param>
    /// <remarks>
    /// The layers are blocks of the paper's image: a layer compares its own access points, and the convolutions bring
    /// the layers together. One layer is the paper's image itself.
    /// </remarks>
    public void Draw(ReadOnlySpan<float> fingerprint, Tensor images, int sample)
    {
        int side = images.Shape.Width, layers = images.Shape.Channels;
        if (!Compares)
        {
            DrawLevels(fingerprint, images, sample);
            return;
        }
        Span<float> levels = stackalloc float[side * layers], inverses = stackalloc float[side * layers], level = stackalloc float[layers];
        levels.Fill(NotHeardDbm);
        for (int i = 0; i < fingerprint.Length; i++)
            levels[i] = Level(fingerprint[i]);
        TensorPrimitives.Reciprocal(levels, inverses);
        for (int j = 0; j < side; j++)
        {
            Span<float> row = images.Row(sample, j);
            TensorPrimitives.Divide(levels.Slice(j * layers, layers), Deviation, level);
            for (int k = 0; k < side; k++)
                TensorPrimitives.Multiply(inverses.Slice(k * layers, layers), level, row.Slice(k * layers, layers));
            TensorPrimitives.Subtract(row, (1 + Mean) / Deviation, row);
            TensorPrimitives.Clamp(row, -Bound, Bound, row);
        }
    }

    void DrawLevels(ReadOnlySpan<float> fingerprint, Tensor images, int sample)
    {
        int values = images.Shape.Width * images.Shape.Channels;
        for (int j = 0; j < images.Shape.Height; j++)
        {
            Span<float> row = images.Row(sample, j);
            for (int i = 0; i < values; i++)
            {
                int accessPoint = j * values + i;
                row[i] = Math.Clamp(
                    ((accessPoint < fingerprint.Length ? Level(fingerprint[accessPoint]) : NotHeardDbm) - Mean) / Deviation, -Bound, Bound);
            }
        }
    }
}

namespace Itoloc.Evaluation.Rivals;

/// <summary>The representative vector of a gradient matrix G: v = Σ λ·μ over the eigenpairs of GᵀG.</summary>
static class Representative
{
    const int Sweeps = 6;

    /// <summary>Computes it; the sign of each eigenvector makes its largest component positive.</summary>
    /// <param name="matrix">G, row by row.</param>
    /// <param name="width">Columns of G.</param>
    /// <returns>[width], divided by the number of rows.</returns>
    public static float[] Of(float[] matrix, int width)
    {
        double[,] square = new double[width, width];
        for (int row = 0; row < matrix.Length; row += width)
            for (int a = 0; a < width; a++)
                for (int b = 0; b < width; b++)
                    square[a, b] += matrix[row + a] * matrix[row + b];
        double[,] vectors = Diagonalise(square, width);
        float[] sum = new float[width];
        for (int k = 0; k < width; k++)
        {
            int largest = 0;
            for (int i = 1; i < width; i++)
            {
                if (Math.Abs(vectors[i, k]) > Math.Abs(vectors[largest, k]))
                    largest = i;
            }
            double factor = square[k, k] * Math.Sign(vectors[largest, k]) * width / matrix.Length;
            for (int i = 0; i < width; i++)
                sum[i] += (float)(factor * vectors[i, k]);
        }
        return sum;
    }

    // Jacobi's rotations: leaves the eigenvalues on the diagonal, gives the eigenvectors as columns.
    static double[,] Diagonalise(double[,] a, int n)
    {
        double[,] v = new double[n, n];
        for (int i = 0; i < n; i++)
            v[i, i] = 1;
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    if (Math.Abs(a[p, q]) < 1e-9)
                        continue;
                    double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
                    double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                    double c = 1 / Math.Sqrt(t * t + 1);
                    Rotate(a, v, n, p, q, c, t * c);
                }
            }
        }
        return v;
    }

    static void Rotate(double[,] a, double[,] v, int n, int p, int q, double c, double s)
    {
        for (int i = 0; i < n; i++)
            (a[i, p], a[i, q]) = (c * a[i, p] - s * a[i, q], s * a[i, p] + c * a[i, q]);
        for (int i = 0; i < n; i++)
        {
            (a[p, i], a[q, i]) = (c * a[p, i] - s * a[q, i], s * a[p, i] + c * a[q, i]);
            (v[i, p], v[i, q]) = (c * v[i, p] - s * v[i, q], s * v[i, p] + c * v[i, q]);
        }
    }
}

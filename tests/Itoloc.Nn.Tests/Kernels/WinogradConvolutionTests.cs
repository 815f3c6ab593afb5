using Itoloc.Nn.Kernels;

namespace Itoloc.Nn.Tests.Kernels;

public class WinogradConvolutionTests
{
    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        // batch, height, width, input channels, output channels, window
        { 1, 4, 4, 32, 32, 3 },
        { 2, 7, 7, 32, 64, 3 },
        { 3, 5, 9, 64, 32, 3 },
        { 7, 14, 14, 32, 32, 3 },
        { 1, 28, 28, 32, 32, 3 },
        { 1, 4, 4, 32, 32, 5 },
        { 3, 7, 7, 64, 64, 5 },
        { 2, 6, 13, 32, 64, 5 },
        { 5, 14, 14, 32, 32, 5 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Convolve_EqualsDefinition(int batch, int height, int width, int inputs, int outputs, int size)
    {
        Case c = new(batch, height, width, inputs, outputs, size);
        Tensor y = new(batch, c.Output, halo: 1);
        c.Winograd.Convolve(c.X, c.Weights, y, visitor: null, ThreadTeam.Caller);
        AssertNear(c.DefineOutput(), Inside(y), c.Tolerance);
        AssertHaloIsZero(y);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_EqualDefinition(int batch, int height, int width, int inputs, int outputs, int size)
    {
        Case c = new(batch, height, width, inputs, outputs, size);
        Tensor dx = new(batch, c.Input, halo: 3);
        Array.Fill(c.Weights.Gradient, float.NaN);
        c.Winograd.Gradients(c.X, c.Weights, c.DY, dx, visitor: null, ThreadTeam.Caller);
        AssertNear(c.DefineInputGradient(), Inside(dx), c.Tolerance);
        AssertNear(c.DefineWeightGradient(), c.Weights.Gradient, c.Tolerance);
        AssertHaloIsZero(dx);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_OfWeightsAlone_AreTheSame(int batch, int height, int width, int inputs, int outputs, int size)
    {
        Case c = new(batch, height, width, inputs, outputs, size);
        c.Winograd.Gradients(c.X, c.Weights, c.DY, new Tensor(batch, c.Input), visitor: null, ThreadTeam.Caller);
        float[] both = [.. c.Weights.Gradient];
        Array.Fill(c.Weights.Gradient, float.NaN);
        c.Winograd.Gradients(c.X, c.Weights, c.DY, inputGradient: null, visitor: null, ThreadTeam.Caller);
        Assert.Equal(both, c.Weights.Gradient);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Visitor_SeesAndChangesEveryRowOnce(int size)
    {
        Case c = new(3, 9, 14, 32, 32, size);
        Tensor expected = new(3, c.Output), doubled = new(3, c.Output);
        c.Winograd.Convolve(c.X, c.Weights, expected, visitor: null, ThreadTeam.Caller);
        int parts = 0;
        List<(int, int)> rows = [];
        RowVisitor visitor = new(count => parts = count, (part, n, y, row) =>
        {
            Assert.InRange(part, 0, parts - 1);
            rows.Add((n, y));
            foreach (ref float value in row)
                value *= 2;
        });

        c.Winograd.Convolve(c.X, c.Weights, doubled, visitor, ThreadTeam.Caller);

        Assert.Equal(from n in Enumerable.Range(0, 3) from y in Enumerable.Range(0, 9) select (n, y), rows.Order());
        Assert.Equal(Inside(expected).Select(value => 2 * value), Inside(doubled));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Rows_MayBeComputedWhenRead(int size)
    {
        Case c = new(3, 9, 14, 32, 32, size);
        (Tensor y, Tensor dx) = (new(3, c.Output), new(3, c.Input));
        c.Winograd.Convolve(c.X, c.Weights, y, visitor: null, ThreadTeam.Caller);
        c.Winograd.Gradients(c.X, c.Weights, c.DY, dx, visitor: null, ThreadTeam.Caller);
        (float[] output, float[] inputGradient, float[] gradient) = (Inside(y), Inside(dx), [.. c.Weights.Gradient]);
        Tensor lentX = new(c.Input, 0, (n, row, to) => c.X.Row(n, row).CopyTo(to));
        Tensor lentDY = new(c.Output, 0, (n, row, to) => c.DY.Row(n, row).CopyTo(to));
        lentX.Resize(3);
        lentDY.Resize(3);

        c.Winograd.Convolve(lentX, c.Weights, y, visitor: null, ThreadTeam.Caller);
        c.Winograd.Gradients(lentX, c.Weights, lentDY, dx, visitor: null, ThreadTeam.Caller);

        Assert.Equal(output, Inside(y));
        Assert.Equal(inputGradient, Inside(dx));
        Assert.Equal(gradient, c.Weights.Gradient);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Results_DoNotDependOnThreads(int size)
    {
        Case c = new(13, 14, 14, 32, 32, size);
        using ThreadTeam team = new(3);
        (float[] Y, float[] DX, float[] DW)[] results = [.. new[] { ThreadTeam.Caller, team }.Select(t =>
        {
            (Tensor y, Tensor dx) = (new(c.X.Batch, c.Output), new(c.X.Batch, c.Input));
            c.Winograd.Convolve(c.X, c.Weights, y, visitor: null, t);
            c.Winograd.Gradients(c.X, c.Weights, c.DY, dx, visitor: null, t);
            return (y.Values, dx.Values, c.Weights.Gradient.ToArray());
        })];
        Assert.Equal(results[0].Y, results[1].Y);
        Assert.Equal(results[0].DX, results[1].DX);
        Assert.Equal(results[0].DW, results[1].DW);
    }

    [Theory]
    [InlineData(1, 32, 3)]
    [InlineData(32, 33, 3)]
    [InlineData(32, 32, 7)]
    public void For_LeavesOtherShapesToTheDirectProduct(int inputs, int outputs, int size) =>
        Assert.Null(WinogradConvolution.For(new Shape(16, 16, inputs), outputs, size));

    // The largest distance allowed, in multiples of the expected values' root mean square.
    static void AssertNear(double[] expected, float[] actual, double tolerance)
    {
        double scale = Math.Sqrt(expected.Average(v => v * v));
        double difference = Math.Sqrt(expected.Zip(actual, (e, a) => (e - a) * (e - a)).Average());
        double worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
        TestContext.Current.TestOutputHelper!.WriteLine($"relative error {difference / scale:e2}, worst {worst / scale:e2}");
        Assert.True(difference <= tolerance * scale, $"Relative error {difference / scale:e2}.");
        Assert.True(worst <= 10 * tolerance * scale, $"Worst relative error {worst / scale:e2}.");
    }

    static void AssertHaloIsZero(Tensor tensor)
    {
        double all = tensor.Values.Sum(Math.Abs), inside = Inside(tensor).Sum(Math.Abs);
        Assert.Equal(inside, all, 1e-6 * inside);
    }

    static float[] Inside(Tensor tensor) =>
    [
        .. from n in Enumerable.Range(0, tensor.Batch)
           from y in Enumerable.Range(0, tensor.Shape.Height)
           from value in tensor.Row(n, y).ToArray()
           select value,
    ];

    sealed class Case
    {
        readonly int _size;

        public Case(int batch, int height, int width, int inputs, int outputs, int size)
        {
            _size = size;
            Input = new Shape(height, width, inputs);
            Output = new Shape(height, width, outputs);
            Winograd = WinogradConvolution.For(Input, outputs, size)!;
            Random random = new(1);
            X = Filled(batch, Input, random);
            DY = Filled(batch, Output, random);
            Weights = new Parameter("weight", size * size * inputs * outputs);
            foreach (ref float weight in Weights.Values.AsSpan())
                weight = random.NextSingle() - 0.5f;
        }

        public Shape Input { get; }

        public Shape Output { get; }

        public WinogradConvolution Winograd { get; }

        public Tensor X { get; }

        public Tensor DY { get; }

        public Parameter Weights { get; }

        public double Tolerance => _size == 3 ? 4e-6 : 8e-6;

        public double[] DefineOutput()
        {
            double[] y = new double[X.Batch * Output.Length];
            ForEachTerm((n, p, q, tap, c, o) => y[p * Output.Channels + o] += (double)Weight(tap, c, o) * Pixel(X, n, q, c));
            return y;
        }

        public double[] DefineInputGradient()
        {
            double[] dx = new double[X.Batch * Input.Length];
            ForEachTerm((n, p, q, tap, c, o) => dx[q * Input.Channels + c] += (double)Weight(tap, c, o) * Pixel(DY, n, p, o));
            return dx;
        }

        public double[] DefineWeightGradient()
        {
            double[] dw = new double[Weights.Values.Length];
            ForEachTerm((n, p, q, tap, c, o) =>
                dw[(tap * Input.Channels + c) * Output.Channels + o] += (double)Pixel(X, n, q, c) * Pixel(DY, n, p, o));
            return dw;
        }

        // Every product that a convolution sums: output pixel p and input pixel q, numbered through the batch.
        void ForEachTerm(Action<int, int, int, int, int, int> term)
        {
            int pad = _size / 2, pixels = Input.Height * Input.Width;
            for (int n = 0; n < X.Batch; n++)
                for (int p = 0; p < pixels; p++)
                    for (int tap = 0; tap < _size * _size; tap++)
                    {
                        int y = p / Input.Width + tap / _size - pad, x = p % Input.Width + tap % _size - pad;
                        if (y < 0 || y >= Input.Height || x < 0 || x >= Input.Width)
                            continue;
                        for (int c = 0; c < Input.Channels; c++)
                            for (int o = 0; o < Output.Channels; o++)
                                term(n, n * pixels + p, n * pixels + y * Input.Width + x, tap, c, o);
                    }
        }

        float Weight(int tap, int c, int o) => Weights.Values[(tap * Input.Channels + c) * Output.Channels + o];

        static float Pixel(Tensor tensor, int n, int pixel, int channel)
        {
            int p = pixel - n * tensor.Shape.Height * tensor.Shape.Width;
            return tensor.Row(n, p / tensor.Shape.Width)[p % tensor.Shape.Width * tensor.Shape.Channels + channel];
        }

        Tensor Filled(int batch, Shape shape, Random random)
        {
            Tensor tensor = new(batch, shape, _size / 2);
            for (int n = 0; n < batch; n++)
                for (int y = 0; y < shape.Height; y++)
                    foreach (ref float value in tensor.Row(n, y))
                        value = random.NextSingle() - 0.5f;
            return tensor;
        }
    }
}

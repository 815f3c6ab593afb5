using System.Text.Json;
using Itoloc.Networks;
using Itoloc.Nn;

namespace Itoloc.Tests.Networks;

/// <summary>The whole network against PyTorch: golden.py builds the same network and writes golden.json.</summary>
public sealed class ItolocNetworkGoldenTests : IDisposable
{
    const int Side = 16, Batch = 4, Locations = 5, Domains = 3, Steps = 10;
    const float Rate = 0.05f, Lambda = 0.3f, Gamma = 5;

    // Relative to the largest value of a tensor, or to its norm. float32 keeps seven digits; Winograd's transforms and
    // sums of up to 1,600 terms through seven layers leave five of them, and as many layers back leave four.
    const double OutputTolerance = 5e-5;
    const double GradientTolerance = 3e-4;

    // Of the first step's loss. A step multiplies the rounding of those before it, and where a rectifier or a maximum
    // switches because of it, losses part by some 1e-5 at once (seen at step 6). What is wrong parts them by far more.
    const double LossTolerance = 1e-3;

    static readonly string[] Heads = ["predictor1", "predictor2", "predictor3", "discriminator"];

    readonly ITestOutputHelper _report;
    readonly JsonElement _golden;
    readonly ItolocNetwork _network;
    readonly Tensor _images = new(Batch, new Shape(Side, Side, 1), halo: 1);
    readonly Tensor[] _gradients;
    readonly float[] _targets = new float[Batch * Locations];
    readonly float[] _costs = new float[Batch * Locations];
    readonly float[] _domains = new float[Batch * Domains];
    readonly ThreadTeam _team = new(1);
    readonly Pass _pass;
    readonly Sgd _sgd;

    public ItolocNetworkGoldenTests(ITestOutputHelper report)
    {
        _report = report;
        using Stream file = typeof(ItolocNetworkGoldenTests).Assembly.GetManifestResourceStream("golden.json")!;
        _golden = JsonDocument.Parse(file).RootElement;
        NetworkOptions options = new()
        {
            Side = Side,
            ImageChannels = 1,
            Locations = Locations,
            Domains = Domains,
            Dropout = 0,
        };
        _network = new ItolocNetwork(options, seed: 0) { AdversaryStrength = Lambda };
        int[] classes = [Locations, Locations, Locations, Domains];
        _gradients = [.. classes.Select(count => new Tensor(Batch, Shape.Vector(count)))];
        _pass = new Pass(Mode.Training, _team);
        _sgd = new Sgd(_network.Parameters);
        SetInputs(new Generator(1));
    }

    [Fact]
    public void Outputs_AreThoseOfPyTorch_InTraining() => CompareOutputs("outputs", Forward());

    [Fact]
    public void Gradients_AreThoseOfPyTorch()
    {
        Backward(Forward());

        foreach (Parameter parameter in _network.Parameters.Where(parameter => parameter.IsLearned))
            CompareGradient(parameter, _golden.GetProperty("gradients").GetProperty(parameter.Name));
    }

    [Fact]
    public void Outputs_AreThoseOfPyTorch_InEvaluationAfterAStep()
    {
        Backward(Forward());
        _sgd.Step(Rate, _team);
        _pass.Mode = Mode.Evaluation;

        CompareOutputs("evaluation", Forward());
    }

    [Fact]
    public void Losses_AreThoseOfPyTorch_OverTenSteps()
    {
        string[] names = ["location", "spatial", "domain"];
        for (int step = 0; step < Steps; step++)
        {
            double[] losses = Backward(Forward());
            _sgd.Step(Rate, _team);
            for (int i = 0; i < names.Length; i++)
            {
                JsonElement golden = _golden.GetProperty("losses").GetProperty(names[i]);
                double difference = Math.Abs(losses[i] - golden[step].GetDouble());
                Check($"step {step}, {names[i]}", difference, LossTolerance * golden[0].GetDouble());
            }
        }
    }

    public void Dispose() => _team.Dispose();

    Tensor[] Forward()
    {
        Tensor features = _network.Extract(_images, _pass);
        return [.. _network.PredictLocations(features, _pass), _network.DiscriminateDomains(features, _pass)];
    }

    // Computes all gradients of La + γ·Ls + Ld, the last through the reversal; returns the three losses.
    double[] Backward(Tensor[] scores)
    {
        double location = 0, spatial = 0;
        float[] probabilities = new float[Batch * Locations];
        for (int k = 0; k < ItolocNetwork.Predictors; k++)
        {
            Softmax.Probabilities(scores[k], probabilities);
            location += Softmax.CrossEntropy(probabilities, _targets, [], _gradients[k]);
            // The spatial constraint is on the mean of the predictors, so each has a third of it.
            spatial += Softmax.ExpectedCost(probabilities, _costs, Gamma / 3, _gradients[k]) / 3;
        }
        probabilities = new float[Batch * Domains];
        Softmax.Probabilities(scores[3], probabilities);
        double domain = Softmax.CrossEntropy(probabilities, _domains, [], _gradients[3]);
        _network.Backward(_gradients[..3], _gradients[3], _pass);
        return [location, spatial, domain];
    }

    void CompareOutputs(string section, Tensor[] scores)
    {
        for (int k = 0; k < Heads.Length; k++)
        {
            double[] expected = Numbers(_golden.GetProperty(section).GetProperty(Heads[k]));
            ReadOnlySpan<float> actual = scores[k].Values.AsSpan(0, expected.Length);
            CompareValues($"{section}, {Heads[k]}", expected, actual, OutputTolerance);
        }
    }

    void CompareGradient(Parameter parameter, JsonElement golden)
    {
        if (golden.ValueKind == JsonValueKind.Array)
        {
            CompareValues(parameter.Name, Numbers(golden), parameter.Gradient, GradientTolerance);
            return;
        }
        // Three figures stand for a large tensor: one wrong value of n moves the sum by about norm/√n at least.
        Generator random = new(7);
        double sum = 0, squares = 0, projection = 0;
        foreach (float value in parameter.Gradient)
        {
            sum += value;
            squares += (double)value * value;
            projection += value * random.Draw();
        }
        double Golden(string figure) => golden.GetProperty(figure).GetDouble();
        double norm = Math.Sqrt(Golden("squares")), tolerance = GradientTolerance * norm;
        Check($"{parameter.Name}, sum", Math.Abs(sum - Golden("sum")), tolerance);
        Check($"{parameter.Name}, norm", Math.Abs(Math.Sqrt(squares) - norm), tolerance);
        Check($"{parameter.Name}, projection", Math.Abs(projection - Golden("projection")), tolerance);
    }

    void CompareValues(string name, double[] expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0;
        for (int i = 0; i < expected.Length; i++)
            difference = Math.Max(difference, Math.Abs(expected[i] - actual[i]));
        Check(name, difference, tolerance * expected.Max(Math.Abs));
    }

    void Check(string name, double difference, double tolerance)
    {
        _report.WriteLine($"{name}: differs by at most {difference:e1} of {tolerance:e1} allowed");
        Assert.True(difference <= tolerance, $"{name} differs by {difference}, allowed are {tolerance}.");
    }

    // In the order of golden.py: images, then parameters.
    void SetInputs(Generator random)
    {
        for (int n = 0; n < Batch; n++)
        {
            for (int y = 0; y < Side; y++)
                random.Fill(_images.Row(n, y), centre: 0, spread: 1);
            for (int c = 0; c < Locations; c++)
            {
                _targets[n * Locations + c] = c == n ? 0.8f : 0.05f;
                _costs[n * Locations + c] = Math.Abs(c - n) / (float)Locations;
            }
            _domains[n * Domains + n % Domains] = 1;
        }
        foreach (Parameter parameter in _network.Parameters)
        {
            (float centre, float spread) = parameter.Name.Split('.')[^1] switch
            {
                "weight" => (0, 0.1f),
                "scale" => (1, 0.2f),
                "shift" => (0, 0.2f),
                "mean" => (0, 0.1f),
                "variance" => (1, 0.2f),
                "bias" => (0, 0.1f),
                _ => throw new InvalidOperationException($"golden.py does not know {parameter.Name}."),
            };
            random.Fill(parameter.Values, centre, spread);
            parameter.Touch();
        }
    }

    static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>The generator of golden.py: values from −1 to 1 that float32 holds exactly.</summary>
    sealed class Generator(uint state)
    {
        uint _state = state;

        public float Draw()
        {
            _state = unchecked(1664525 * _state + 1013904223);
            return (_state >> 8) / 8388608f - 1;
        }

        public void Fill(Span<float> values, float centre, float spread)
        {
            foreach (ref float value in values)
                value = centre + spread * Draw();
        }
    }
}

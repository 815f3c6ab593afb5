namespace Itoloc.Nn.Tests;

public sealed class SoftmaxTests
{
    const int Batch = 3, Classes = 7;

    readonly Tensor _logits = TestTensors.Random(1, Batch, Shape.Vector(Classes));
    readonly Tensor _gradient = new(Batch, Shape.Vector(Classes));
    readonly float[] _probabilities = new float[Batch * Classes];

    [Fact]
    public void Probabilities_EqualDefinition()
    {
        Softmax.Probabilities(_logits, _probabilities);

        for (int n = 0; n < Batch; n++)
        {
            double[] exponentials = [.. _logits.Sample(n).ToArray().Select(z => Math.Exp(z))];
            for (int c = 0; c < Classes; c++)
                Assert.Equal(exponentials[c] / exponentials.Sum(), _probabilities[n * Classes + c], 1e-6);
        }
    }

    [Fact]
    public void Probabilities_AreFinite_ForHugeLogits()
    {
        _logits.Sample(0).Fill(-3e38f);
        _logits.Sample(0)[2] = 3e38f;

        Softmax.Probabilities(_logits, _probabilities);

        Assert.Equal([0, 0, 1, 0, 0, 0, 0], _probabilities[..Classes]);
    }

    [Fact]
    public void Probabilities_AreZero_WhereTooSmallToBeMultipliedQuickly()
    {
        float[] logits = [0, -40, -50, -80, -90, -100, -110];
        logits.CopyTo(_logits.Sample(0));

        Softmax.Probabilities(_logits, _probabilities);

        Assert.Equal([1, 4.2483542e-18f, 0, 0, 0, 0, 0], _probabilities[..Classes], (x, y) => Math.Abs(x - y) <= 1e-4f * x);
    }

    [Fact]
    public void CrossEntropy_EqualsDefinition()
    {
        float[] targets = SoftTargets(), weights = [1, 0.5f, 2];
        Softmax.Probabilities(_logits, _probabilities);

        double loss = Softmax.CrossEntropy(_probabilities, targets, weights, _gradient);

        double expected = -Enumerable.Range(0, targets.Length)
            .Sum(i => weights[i / Classes] * targets[i] * Math.Log(_probabilities[i])) / Batch;
        Assert.Equal(expected, loss, 1e-9);
    }

    [Fact]
    public void CrossEntropy_WeighsEachSample1_WithoutWeights()
    {
        Softmax.Probabilities(_logits, _probabilities);

        Assert.Equal(
            Softmax.CrossEntropy(_probabilities, SoftTargets(), [1, 1, 1], _gradient),
            Softmax.CrossEntropy(_probabilities, SoftTargets(), [], _gradient));
    }

    [Fact]
    public void CrossEntropy_GivesTheGradientOfTheLogits()
    {
        float[] targets = SoftTargets(), weights = [1, 0.5f, 2];
        CheckGradient(gradient => Softmax.CrossEntropy(_probabilities, targets, weights, gradient));
    }

    [Fact]
    public void CrossEntropy_IsFinite_WhenTheTargetIsImpossible()
    {
        float[] targets = [0, 1], probabilities = [1, 0];

        double loss = Softmax.CrossEntropy(probabilities, targets, [], new Tensor(1, Shape.Vector(2)));

        Assert.InRange(loss, 60, 80);
    }

    [Fact]
    public void ExpectedCost_EqualsDefinition()
    {
        float[] costs = TestTensors.Random(4, Batch * Classes);
        Softmax.Probabilities(_logits, _probabilities);

        double loss = Softmax.ExpectedCost(_probabilities, costs, 5, _gradient);

        double expected = Enumerable.Range(0, costs.Length).Sum(i => (double)costs[i] * _probabilities[i]) / Batch;
        Assert.Equal(expected, loss, 1e-6);
    }

    [Fact]
    public void ExpectedCost_AddsItsGradientTimesTheFactor()
    {
        float[] targets = SoftTargets(), costs = TestTensors.Random(4, Batch * Classes);
        CheckGradient(gradient => Softmax.CrossEntropy(_probabilities, targets, [], gradient)
            + 5 * Softmax.ExpectedCost(_probabilities, costs, 5, gradient));
    }

    [Fact]
    public void Losses_Throw_WhenLengthsDoNotMatch()
    {
        float[] tooShort = new float[Batch * Classes - 1];
        Assert.Throws<ArgumentException>(() => Softmax.Probabilities(_logits, tooShort));
        Assert.Throws<ArgumentException>(() => Softmax.CrossEntropy(_probabilities, tooShort, [], _gradient));
        Assert.Throws<ArgumentException>(() => Softmax.CrossEntropy(_probabilities, _probabilities, [1, 1], _gradient));
        Assert.Throws<ArgumentException>(() => Softmax.ExpectedCost(_probabilities, tooShort, 1, _gradient));
    }

    void CheckGradient(Func<Tensor, double> loss)
    {
        Softmax.Probabilities(_logits, _probabilities);
        loss(_gradient);
        Tensor unused = new(Batch, Shape.Vector(Classes));
        GradientCheck.Compare(
            "logits", _logits.Values, _gradient.Values, [.. Enumerable.Range(0, Batch * Classes)],
            () =>
            {
                Softmax.Probabilities(_logits, _probabilities);
                return loss(unused);
            },
            changed: () => { });
    }

    static float[] SoftTargets()
    {
        Tensor random = TestTensors.Random(2, Batch, Shape.Vector(Classes));
        float[] targets = new float[Batch * Classes];
        Softmax.Probabilities(random, targets);
        return targets;
    }
}

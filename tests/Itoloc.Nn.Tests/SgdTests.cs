namespace Itoloc.Nn.Tests;

public sealed class SgdTests
{
    readonly Parameter _weight = new("weight", 2);

    [Fact]
    public void Step_EqualsAHandComputation_OverTwoSteps()
    {
        Sgd sgd = new([_weight], momentum: 0.5f, decay: 0.25f);
        SetTo(_weight.Values, 4, -8);

        SetTo(_weight.Gradient, 1, 2);
        sgd.Step(0.5f, ThreadTeam.Caller); // v = (1, 2) + 0.25 · (4, −8) = (2, 0)
        Assert.Equal([3f, -8f], _weight.Values);

        SetTo(_weight.Gradient, -1, 0);
        sgd.Step(0.25f, ThreadTeam.Caller); // v = 0.5 · (2, 0) + (−1, 0) + 0.25 · (3, −8) = (0.75, −2)
        Assert.Equal([2.8125f, -7.5f], _weight.Values);
    }

    [Fact]
    public void Step_TellsThatValuesHaveChanged()
    {
        int before = _weight.Version;

        new Sgd([_weight]).Step(0.1f, ThreadTeam.Caller);

        Assert.NotEqual(before, _weight.Version);
    }

    [Fact]
    public void Step_LeavesStatisticsAlone()
    {
        Parameter mean = new("mean", 1, learned: false);
        mean.Values[0] = 3;

        new Sgd([mean], momentum: 0.9f, decay: 0.5f).Step(1, ThreadTeam.Caller);

        Assert.Equal(3, mean.Values[0]);
    }

    [Fact]
    public void ClipGradients_ScalesAllTogether_WhenTheNormIsAboveTheBound()
    {
        Parameter other = new("other", 1);
        SetTo(_weight.Gradient, 2, -3);
        SetTo(other.Gradient, 6);

        double norm = new Sgd([_weight, other]).ClipGradients(3.5);

        Assert.Equal(7, norm, 1e-6);
        Assert.Equal([1f, -1.5f], _weight.Gradient);
        Assert.Equal([3f], other.Gradient);
    }

    [Fact]
    public void ClipGradients_ChangesNothing_WhenTheNormIsBelowTheBound()
    {
        SetTo(_weight.Gradient, 2, -3);

        new Sgd([_weight]).ClipGradients(4);

        Assert.Equal([2f, -3f], _weight.Gradient);
    }

    static void SetTo(float[] array, params ReadOnlySpan<float> values) => values.CopyTo(array);
}

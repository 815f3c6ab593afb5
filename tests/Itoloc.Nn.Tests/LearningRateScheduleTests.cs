using FsCheck;
using FsCheck.Fluent;

namespace Itoloc.Nn.Tests;

public sealed class LearningRateScheduleTests
{
    // Shares from 0 to 1, both included.
    static readonly Arbitrary<double> Shares = Gen.Choose(0, 1000).Select(i => i / 1000.0).ToArbitrary();
    static readonly Arbitrary<double> WarmUps = Gen.Choose(0, 999).Select(i => i / 1000.0).ToArbitrary();

    [Fact]
    public void Cosine_LiesAboveZeroAndNotAboveThePeak() => Prop
        .ForAll(Shares, WarmUps, (progress, warmUp) =>
            LearningRateSchedule.Cosine(0.1, progress, warmUp) is > 0 and <= 0.1f)
        .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Cosine_RisesDuringWarmUpAndFallsAfterIt() => Prop
        .ForAll(Shares, Shares, WarmUps, (a, b, warmUp) =>
        {
            (double earlier, double later) = (Math.Min(a, b), Math.Max(a, b));
            float first = LearningRateSchedule.Cosine(1, earlier, warmUp);
            float second = LearningRateSchedule.Cosine(1, later, warmUp);
            return later < warmUp ? first <= second : earlier < warmUp || first >= second;
        })
        .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Cosine_DoesNotJump() => Prop
        .ForAll(Shares, Gen.Choose(100, 900).Select(i => i / 1000.0).ToArbitrary(), (progress, warmUp) =>
            Math.Abs(LearningRateSchedule.Cosine(1, progress, warmUp)
                - LearningRateSchedule.Cosine(1, Math.Min(1, progress + 1e-4), warmUp)) < 1e-2)
        .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Cosine_ReachesThePeak_AtTheEndOfWarmUp() =>
        Assert.Equal(0.1f, LearningRateSchedule.Cosine(0.1, 0.2, 0.2));

    [Fact]
    public void Adversary_LiesBetweenZeroAndTheMaximum() => Prop
        .ForAll(Shares, progress => LearningRateSchedule.Adversary(0.3, progress) is >= 0 and <= 0.3f)
        .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Adversary_NeverFalls() => Prop
        .ForAll(Shares, Shares, (a, b) =>
            LearningRateSchedule.Adversary(1, Math.Min(a, b)) <= LearningRateSchedule.Adversary(1, Math.Max(a, b)))
        .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Adversary_IsZero_AtTheStart() => Assert.Equal(0, LearningRateSchedule.Adversary(1, 0));
}

using Itoloc.Fingerprints;

namespace Itoloc.Tests.Fingerprints;

public sealed class SignalLevelTests
{
    [Theory]
    [InlineData(-30)]
    [InlineData(-70.5f)]
    [InlineData(-103)]
    public void ToDbm_UndoesOf(float dbm) => Assert.Equal(dbm, SignalLevel.ToDbm(SignalLevel.Of(dbm)), 1e-3);

    [Fact]
    public void NotHeard_IsLevelZero_AndBack() =>
        Assert.True(SignalLevel.Of(float.NaN) == 0 && float.IsNaN(SignalLevel.ToDbm(0)));
}

using FsCheck;
using FsCheck.Fluent;

namespace Itoloc.Nn.Tests;

public sealed class PlateauScheduleTests
{
    [Fact]
    public void Rate_Stays_WhileTheErrorFalls()
    {
        PlateauSchedule schedule = new(0.1f, patience: 1);
        for (int epoch = 0; epoch < 50; epoch++)
            schedule.Observe(Math.Pow(0.9, epoch));

        Assert.Equal(0.1f, schedule.Rate);
    }

    [Fact]
    public void Rate_IsDividedByTen_OnceThePatienceIsOver()
    {
        PlateauSchedule schedule = new(1, patience: 2);
        float[] rates = [.. new double[] { 5, 5, 5, 4.9, 4.9, 6, double.NaN, 1 }.Select(error =>
        {
            schedule.Observe(error);
            return schedule.Rate;
        })];

        Assert.Equal([1, 1, 0.1f, 0.1f, 0.1f, 0.01f, 0.01f, 0.01f], rates);
    }

    [Fact]
    public void Rate_NeverRises() => Prop
        .ForAll(ArbMap.Default.ArbFor<NormalFloat[]>(), errors =>
        {
            PlateauSchedule schedule = new(1, patience: 3);
            float last = 1;
            foreach (NormalFloat error in errors)
            {
                schedule.Observe(Math.Abs(error.Get));
                if (schedule.Rate > last)
                    return false;
                last = schedule.Rate;
            }
            return last > 0;
        })
        .Check(Config.QuickThrowOnFailure);
}

using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Success over time, for Figures 10 and 12.</summary>
static class TimeLines
{
    /// <summary>Success of each method that ran, at each time; devices count alike.</summary>
    public static Dictionary<string, double[]> Of(StudyLog log, IEnumerable<string> methods, int[] times)
    {
        bool Which(TestResult test, int time) => test.Group != ShortTerm.Known && StudyLog.Time(test) == time;
        return methods.Where(method => log.Of(method).Any()).ToDictionary(
            method => method,
            method => (double[])[.. times.Select(time => log.Success(method, test => Which(test, time))!.Value)]);
    }

    /// <summary>The lines as a picture.</summary>
    public static Chart Chart(string title, MethodStudy study, int[] times, Dictionary<string, double[]> lines) => new(
        title, new(study.TimeUnit), new("scans located in the right place (%)", null, 100),
        [
            .. lines.Select(line => new Series(
                Say.Method(line.Key), [.. times.Zip(line.Value, (time, share) => ((double)time, Math.Round(100 * share, 2)))])),
        ]);
}

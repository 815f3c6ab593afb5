using Itoloc.Evaluation.Benchmarking;
using Itoloc.Evaluation.Figures.Charts;
using Itoloc.Evaluation.Figures.Studies;

namespace Itoloc.Evaluation.Figures;

/// <summary>Cumulative curves of errors, for Figures 9 and 15.</summary>
static class ErrorCurves
{
    /// <summary>The curve of each method: the share of scans answered within so many metres.</summary>
    public static Chart Draw(string title, StudyLog log, IEnumerable<string> methods, Func<TestResult, bool> which)
    {
        Series[] curves =
        [
            .. from method in methods.Index()
               let errors = log.Errors(method.Item, which)
               where errors.Length > 0
               // A declined scan is never within any distance, so such a curve ends below 1.
               let answered = log.Mean(method.Item, test => (double)test.Statistics.Answered / test.Statistics.N, which)!.Value
               select new Series(Say.Method(method.Item),
               [
                   (0, 0),
                   .. Enumerable.Range(1, 100).Select(percent => (
                       Math.Round(Quantile.Of(errors, percent / 100.0), 3), answered * percent / 100.0)),
               ]) { Style = method.Index },
        ];
        // All but the worst of several are seen up to 95 %; farther out the worst would press all others together.
        double most = Math.Ceiling(curves.Select(curve => curve.Points[95].X).OrderDescending()
            .ElementAt(curves.Length > 2 ? 1 : 0));
        most = Math.Max(1, most);
        return new(title, new("localization error (m)", 0, most), new("share of scans (0 to 1)", 0, 1),
            [.. curves.Select(curve => curve.UpTo(most))])
        {
            Mark = Mark.Curves,
        };
    }

    /// <summary>Mean and 95 % quantile of a method's errors, the tests counting alike; null where it did not run.</summary>
    public static (double Mean, double P95)? Of(StudyLog log, string method, Func<TestResult, bool> which)
    {
        double[] errors = log.Errors(method, which);
        return errors.Length == 0 || log.Mean(method, test => test.Statistics.Mean, which) is not { } mean
            ? null
            : (mean, Quantile.Of(errors, 0.95));
    }
}

using Itoloc.Fingerprints;

namespace Itoloc.Evaluation;

/// <summary>A positioning method that can be compared with others.</summary>
public interface IMethod
{
    /// <summary>The name used on the command line and in results, such as <c>knn-star</c>.</summary>
    string Name { get; }

    /// <summary>What the method is, in one sentence.</summary>
    string Description { get; }

    /// <summary>What is tuned inside the survey and over which grid; printed with the results.</summary>
    string Tuning { get; }

    /// <summary>Whether the seed makes no difference, so that one run stands for all seeds.</summary>
    bool IsDeterministic { get; }

    /// <summary>
    /// Whether the method is given labels taken after the survey, which no other method sees. It is then a ceiling, not
    /// a rival, and marked as such wherever its figures stand.
    /// </summary>
    bool UsesLaterLabels => false;

    /// <summary>Trains on a survey, and tunes inside it.</summary>
    /// <param name="survey">Labelled scans; unlabelled ones are ignored.</param>
    /// <param name="context">Seed, threads, progress and cancellation.</param>
    /// <exception cref="ArgumentException">The survey has no labelled scan that hears anything.</exception>
    TrainedMethod Train(IReadOnlyList<Scan> survey, MethodContext context);
}

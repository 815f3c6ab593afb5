using Itoloc.Fingerprints;

namespace Itoloc.Evaluation.Splits;

/// <summary>Gives a fold what it is updated with.</summary>
static class UpdateSteps
{
    // One for all methods and seeds of training: every method is given the same rows in the same order.
    const int OrderSeed = 20210708;

    /// <summary>The fold with the labelled rows of each step, and the same rows unlabelled and shuffled.</summary>
    /// <param name="fold">A fold without steps.</param>
    /// <param name="surveys">Labelled rows, one list a test part.</param>
    public static Fold Add(Fold fold, IEnumerable<IReadOnlyList<Scan>> surveys)
    {
        IReadOnlyList<Scan>[] fresh = [.. surveys];
        return fold with
        {
            FreshSurveys = fresh,
            UnlabelledSteps = [.. fresh.Select((rows, step) => Unlabelled.From(rows, OrderSeed + step))],
        };
    }
}

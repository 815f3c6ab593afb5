namespace Itoloc.Evaluation.Benchmarking;

/// <summary>Gives a method what a step of a fold holds for it, and nothing else.</summary>
static class MethodUpdate
{
    /// <summary>The method after the step's update; the same object where it makes none.</summary>
    /// <param name="method">Says whether it may see labels.</param>
    /// <param name="trained">The method as it stands.</param>
    /// <param name="fold">The fold; it may have no steps.</param>
    /// <param name="step">Number of the step and of the test part behind it, from 0.</param>
    /// <param name="context">Seed, progress of this update, and cancellation.</param>
    public static TrainedMethod Apply(
        IMethod method, TrainedMethod trained, Fold fold, int step, MethodContext context)
    {
        if (step >= fold.UnlabelledSteps.Count)
            return trained;
        context = context with { Walks = step < fold.WalkSteps.Count ? fold.WalkSteps[step] : [] };
        if (method.UsesLaterLabels)
            return trained.Resurvey?.Invoke(fold.FreshSurveys[step], context) ?? trained;
        return trained.Update?.Invoke(fold.UnlabelledSteps[step], context) ?? trained;
    }
}

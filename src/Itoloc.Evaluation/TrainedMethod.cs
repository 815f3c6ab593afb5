namespace Itoloc.Evaluation;

/// <summary>A method after it has seen a survey.</summary>
/// <param name="Localizer">Answers scans.</param>
/// <param name="Choice">What tuning inside the survey chose, such as "k = 9"; null where nothing was tuned.</param>
public sealed record TrainedMethod(ILocalizer Localizer, string? Choice = null);

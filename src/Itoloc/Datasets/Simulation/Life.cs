namespace Itoloc.Datasets.Simulation;

/// <summary>An access point while it hangs at one place under one address.</summary>
/// <param name="AccessPoint">The box; its name is unique among all lives.</param>
/// <param name="Place">Name of the place: boxes that succeed each other there share it, and so the shadows.</param>
/// <param name="From">First day after the survey.</param>
/// <param name="Until">The day from which on it is gone.</param>
sealed record Life(AccessPoint AccessPoint, string Place, double From, double Until);

namespace Itoloc.Evaluation.Benchmarking;

/// <summary>How far a benchmark is. Reported from several threads, in no particular order.</summary>
/// <param name="Finished">Trainings finished, those of an interrupted run included.</param>
/// <param name="Total">Trainings in all.</param>
/// <param name="Method">The method now training.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Fold">Its fold.</param>
/// <param name="Fraction">How far this training and its updates are, 0 to 1; 1 when all is tested.</param>
public sealed record BenchmarkProgress(
    int Finished, int Total, string Method, int Seed, string Fold, double Fraction);

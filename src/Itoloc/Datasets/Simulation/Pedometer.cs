using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>Dead reckoning with one phone by one person: steps counted, each a step's length to where it points.</summary>
/// <remarks>Sources of the constants: <c>docs/simulation.md</c>, "Sensors".</remarks>
sealed class Pedometer
{
    const double StepMetres = 0.65;
    const double StepLengthError = 0.1;
    const double MissedSteps = 0.06;
    const double ExtraSteps = 0.06;
    const double HoldingRadians = 0.16;
    const double DriftRadiansPerRootMetre = 0.04;
    const double HeadingNoiseRadians = 0.12;

    readonly Seed _seed;
    readonly double _length;
    readonly double _holding;

    public Pedometer(Seed seed)
    {
        _seed = seed;
        _length = StepMetres * (1 + StepLengthError * seed.With("length").Gaussian());
        _holding = HoldingRadians * seed.With("holding").Gaussian();
    }

    /// <summary>The displacements between places on a walk as the sensors have them, one fewer than places.</summary>
    /// <param name="scenario">The building.</param>
    /// <param name="walk">Decides the walk.</param>
    /// <param name="metres">Way between two places.</param>
    /// <param name="places">How many places.</param>
    public IReadOnlyList<(double X, double Y)> Moves(Scenario scenario, Seed walk, double metres, int places)
    {
        var moves = new (double X, double Y)[Math.Max(0, places - 1)];
        double drift = 0;
        int steps = (int)Math.Ceiling(moves.Length * metres / StepMetres);
        foreach ((int step, (Vector2 _, double heading)) in Route.Along(scenario, walk, StepMetres, 0, steps).Index())
        {
            Seed draw = _seed.With(step);
            drift += DriftRadiansPerRootMetre * Math.Sqrt(StepMetres) * draw.With("drift").Gaussian();
            double towards = heading + _holding + drift + HeadingNoiseRadians * draw.With("heading").Gaussian();
            double counted = draw.With("counted").Uniform();
            double length = _length * (counted < MissedSteps ? 0 : counted > 1 - ExtraSteps ? 2 : 1);
            ref (double X, double Y) move = ref moves[Math.Min(moves.Length - 1, (int)(step * StepMetres / metres))];
            move = (move.X + length * Math.Cos(towards), move.Y + length * Math.Sin(towards));
        }
        return moves;
    }
}

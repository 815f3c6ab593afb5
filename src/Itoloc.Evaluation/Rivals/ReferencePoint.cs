namespace Itoloc.Evaluation.Rivals;

/// <summary>A place where labelled scans were taken.</summary>
/// <param name="Building">Its building, if named.</param>
/// <param name="Floor">Its floor, if named.</param>
/// <param name="Region">The region most of its scans name, if any.</param>
/// <param name="X">Metres.</param>
/// <param name="Y">Metres.</param>
/// <param name="Rows">The survey's rows taken there, in the survey's order.</param>
sealed record ReferencePoint(string? Building, string? Floor, string? Region, double X, double Y, int[] Rows)
{
    /// <summary>Metres to another point; infinite on another floor.</summary>
    public double DistanceTo(ReferencePoint other) =>
        (Building, Floor) == (other.Building, other.Floor)
            ? Math.Sqrt((X - other.X) * (X - other.X) + (Y - other.Y) * (Y - other.Y))
            : double.PositiveInfinity;
}

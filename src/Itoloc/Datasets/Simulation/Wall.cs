using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>A straight piece of wall; doors are cut by <see cref="Door"/>.</summary>
/// <param name="From">One end, in metres.</param>
/// <param name="To">The other end, in metres.</param>
/// <param name="Material">What it is made of.</param>
public sealed record Wall(Vector2 From, Vector2 To, Material Material)
{
    /// <summary>Whether the line from <paramref name="a"/> to <paramref name="b"/> goes through the wall.</summary>
    /// <remarks>Running along the wall, or ending on it, is not crossing it.</remarks>
    public bool IsCrossedBy(Vector2 a, Vector2 b) =>
        Side(From, To, a) * Side(From, To, b) < 0 && Side(a, b, From) * Side(a, b, To) <= 0;

    // Twice the signed area of the triangle p, q, r: its sign says on which side of p–q the point r lies.
    static float Side(Vector2 p, Vector2 q, Vector2 r) => Vector2.Cross(q - p, r - p);
}

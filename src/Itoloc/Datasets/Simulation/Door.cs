using System.Numerics;

namespace Itoloc.Datasets.Simulation;

/// <summary>A door between two regions, given by the way points just before and just behind it.</summary>
/// <param name="From">Name of the region on one side.</param>
/// <param name="Before">Way point inside <paramref name="From"/>, in metres.</param>
/// <param name="To">Name of the region on the other side.</param>
/// <param name="Behind">Way point inside <paramref name="To"/>, in metres.</param>
/// <remarks>People walk straight between the two points. To radio a door counts as the wall it is in: a closed wooden
/// door loses about as much as plasterboard.</remarks>
public sealed record Door(string From, Vector2 Before, string To, Vector2 Behind);

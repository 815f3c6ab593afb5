using System.Numerics;
using Itoloc.Datasets.Simulation;

namespace Itoloc.Cli;

/// <summary>A simulated floor drawn with characters, each half a metre wide and a metre high.</summary>
sealed class FloorPlan
{
    const float ColumnsPerMetre = 2;

    readonly Vector2 _corner;
    readonly char[][] _rows;

    /// <summary>Draws the walls, open where there are doors.</summary>
    public FloorPlan(Scenario scenario)
    {
        _corner = scenario.Outline.Aggregate(Vector2.Min);
        var size = scenario.Outline.Aggregate(Vector2.Max) - _corner;
        _rows = [.. Enumerable.Range(0, (int)MathF.Round(size.Y) + 1).Select(
            _ => Enumerable.Repeat(' ', (int)MathF.Round(size.X * ColumnsPerMetre) + 1).ToArray())];
        // Upright walls last, so that they meet the others in a clean line.
        foreach (var wall in scenario.Walls.OrderBy(wall => wall.From.X == wall.To.X)) Draw(wall);
        foreach (var door in scenario.Doors) Mark((door.Before + door.Behind) / 2, ' ');
    }

    /// <summary>Puts a character at a place; nothing happens outside the plan.</summary>
    /// <param name="place">Metres on the floor.</param>
    /// <param name="mark">What to draw.</param>
    public void Mark(Vector2 place, char mark)
    {
        var (column, row) = Cell(place);
        if (row >= 0 && row < _rows.Length && column >= 0 && column < _rows[row].Length) _rows[row][column] = mark;
    }

    /// <summary>The plan, north on top.</summary>
    public override string ToString() => string.Join('\n', _rows.Reverse().Select(row => new string(row).TrimEnd()));

    void Draw(Wall wall)
    {
        var steps = (int)(Vector2.Distance(wall.From, wall.To) * ColumnsPerMetre * 2) + 1;
        var stroke = wall.From.X == wall.To.X ? '|' : '-';
        for (var i = 0; i <= steps; i++) Mark(Vector2.Lerp(wall.From, wall.To, (float)i / steps), stroke);
    }

    (int Column, int Row) Cell(Vector2 place)
    {
        var offset = place - _corner;
        return ((int)MathF.Round(offset.X * ColumnsPerMetre), (int)MathF.Round(offset.Y));
    }
}

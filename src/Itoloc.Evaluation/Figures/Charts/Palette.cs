namespace Itoloc.Evaluation.Figures.Charts;

/// <summary>Colours, shapes and dashes that stay apart for the colour-blind and in black and white.</summary>
/// <remarks>Colours of Okabe and Ito 2008 without its yellow, which is too faint on white.</remarks>
static class Palette
{
    static readonly string[] Colours =
        ["#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#777777"];

    static readonly string[] Dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 3", "6 2 1 2 1 2"];

    public static string Colour(int style) => Colours[style % Colours.Length];

    public static string Dash(int style) => Dashes[style % Dashes.Length];

    /// <summary>A mark around a point: circle, square, triangle, diamond, cross, downward triangle and so on.</summary>
    public static string Shape(int style, double x, double y, double size)
    {
        string colour = Colour(style);
        string Polygon(params (double X, double Y)[] corners)
        {
            var at = corners.Select(corner => SvgText.Of($"{x + size * corner.X:0.#},{y + size * corner.Y:0.#}"));
            return $"<polygon points=\"{string.Join(' ', at)}\" fill=\"{colour}\"/>";
        }
        return (style % 6) switch
        {
            0 => SvgText.Of($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{size:0.#}\" fill=\"{colour}\"/>"),
            1 => Polygon((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
            2 => Polygon((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
            3 => Polygon((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
            4 => SvgText.Of($"<path d=\"M{x - size:0.#} {y - size:0.#}l{2 * size} {2 * size}m{-2 * size} 0l{2 * size} {-2 * size}\" ")
                + $"stroke=\"{colour}\" stroke-width=\"2.2\"/>",
            _ => Polygon((0, 1.2), (1.1, -0.9), (-1.1, -0.9)),
        };
    }
}

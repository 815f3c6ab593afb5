using System.Text;

namespace Itoloc.Evaluation.Figures.Charts;

/// <summary>Draws a chart as an SVG document of 720 pixels' width, legible without colours.</summary>
static class SvgChart
{
    const double Width = 720, PlotHeight = 300, Left = 82, Right = 18, Top = 44, LegendLine = 20;
    const double TextSize = 13, TickSize = 12, TitleSize = 15, LeastSlot = 30, LabelLeft = 16;

    // How much broader semi-bold letters are.
    const double Bold = 1.1;

    /// <summary>The document: well-formed XML with a title and a description for those who do not see it.</summary>
    public static string Draw(Chart chart)
    {
        var points = chart.Series.SelectMany(series => series.Points).ToList();
        var x = chart.Categories.Count > 0
            ? new Scale([], new Axis("", -0.5, chart.Categories.Count - 0.5))
            : new Scale(points.Select(point => point.X), chart.X);
        bool isFromNought = chart.Mark == Mark.Bars && chart.Y.Least is null && points.All(point => point.Y >= 0);
        var y = new Scale(points.Select(point => point.Y), isFromNought ? chart.Y with { Least = 0 } : chart.Y);
        var plot = new Plot(x, y);
        double slot = Plot.Across / Math.Max(1, chart.Categories.Count);
        // Where not even slanted names fit, their numbers stand; the CSV has the names.
        string[] names = [.. chart.Categories.Select((name, i) => slot < LeastSlot ? $"{i + 1}" : name)];
        bool isSlanted = names.Any(name => SvgText.Width(name, TickSize) > slot);
        double tickRoom = isSlanted ? 14 + 0.62 * names.Max(name => SvgText.Width(name, TickSize)) : 18;
        var legend = LegendRows(chart);
        double legendTop = Top + PlotHeight + tickRoom + 44, height = legendTop + LegendLine * legend.Count + 6;

        var svg = new StringBuilder();
        svg.Append(SvgText.Of($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height:0}\" "))
            .Append(SvgText.Of($"width=\"{Width}\" height=\"{height:0}\" role=\"img\" "))
            .Append(SvgText.Of($"font-family=\"system-ui, sans-serif\" font-size=\"{TextSize}\">\n"))
            .Append($"<title>{SvgText.Escape(chart.Title)}</title>\n<desc>{SvgText.Escape(Describe(chart))}</desc>\n")
            .Append(SvgText.Of($"<rect width=\"{Width}\" height=\"{height:0}\" fill=\"white\"/>\n"))
            .Append(Text(chart.Title, Left, 24, "start", Math.Min(TitleSize, TitleSize * Plot.Across / (Bold * SvgText.Width(chart.Title, TitleSize))), "font-weight=\"600\""));
        DrawAxes(svg, chart, names, plot, isSlanted, tickRoom);
        for (int i = 0; i < chart.Series.Count; i++)
            DrawSeries(svg, chart, i, plot, slot);
        DrawLegend(svg, legend, legendTop);
        return svg.Append("</svg>\n").ToString();
    }

    static void DrawAxes(
        StringBuilder svg, Chart chart, string[] names, Plot plot, bool isSlanted, double tickRoom)
    {
        double bottom = Top + PlotHeight;
        foreach (var (value, label) in plot.YScale.Ticks())
        {
            double at = plot.Y(value);
            svg.Append(Line(Left, at, Width - Right, at, "stroke=\"#ddd\""))
                .Append(Text(label, Left - 8, at + 4, "end", TickSize));
        }
        var ticks = chart.Categories.Count > 0
            ? names.Select((name, i) => ((double)i, name))
            : plot.XScale.Ticks().Select(tick => (tick.Value, tick.Label));
        foreach (var (value, label) in ticks)
        {
            double at = plot.X(value);
            string turn = isSlanted ? SvgText.Of($"transform=\"rotate(-38 {at:0.#} {bottom + 16:0.#})\"") : "";
            svg.Append(Line(at, bottom, at, bottom + 4, "stroke=\"#333\""))
                .Append(Text(label, at, bottom + 18, isSlanted ? "end" : "middle", TickSize, turn));
        }
        double middle = Top + PlotHeight / 2;
        svg.Append(SvgText.Of($"<path d=\"M{Left} {Top}V{bottom}H{Width - Right}\" fill=\"none\" stroke=\"#333\"/>\n"))
            .Append(Text(chart.X.Label, Left + Plot.Across / 2, bottom + tickRoom + 18, "middle", TextSize))
            .Append(Text(
                chart.Y.Label, LabelLeft, middle, "middle", TextSize, SvgText.Of($"transform=\"rotate(-90 {LabelLeft} {middle})\"")));
    }

    static void DrawSeries(StringBuilder svg, Chart chart, int number, Plot plot, double slot)
    {
        var series = chart.Series[number];
        int style = series.Style ?? number;
        if (chart.Mark == Mark.Bars)
        {
            double width = 0.8 * slot / chart.Series.Count;
            foreach (var (x, y) in series.Points)
            {
                double left = plot.X(x) - 0.4 * slot + number * width;
                double top = plot.Y(Math.Max(y, plot.YScale.Least)), foot = plot.Y(Math.Max(0, plot.YScale.Least));
                string name = SvgText.Of($"{series.Name}, {chart.Categories[(int)x]}: {y:0.##}");
                svg.Append(SvgText.Of($"<rect x=\"{left:0.##}\" y=\"{Math.Min(top, foot):0.#}\" "))
                    .Append(SvgText.Of($"width=\"{0.92 * width:0.##}\" height=\"{Math.Abs(foot - top):0.#}\" "))
                    .Append($"fill=\"{Palette.Colour(style)}\"><title>{SvgText.Escape(name)}</title></rect>\n");
            }
            return;
        }
        if (chart.Mark != Mark.Points)
        {
            var line = series.Points.Select(point => SvgText.Of($"{plot.X(point.X):0.#},{plot.Y(point.Y):0.#}"));
            svg.Append($"<polyline points=\"{string.Join(' ', line)}\" fill=\"none\" {Stroke(style)}/>\n");
        }
        if (chart.Mark != Mark.Curves)
        {
            foreach (var (x, y) in series.Points)
                svg.Append(Palette.Shape(style, plot.X(x), plot.Y(y), 4)).Append('\n');
        }
    }

    static List<List<(string Name, int Style, Mark Mark)>> LegendRows(Chart chart)
    {
        List<List<(string, int, Mark)>> rows = [[]];
        double used = 0;
        foreach (var (number, series) in chart.Series.Index())
        {
            double width = EntryWidth(series.Name);
            if (used + width > Width - Left && rows[^1].Count > 0)
            {
                rows.Add([]);
                used = 0;
            }
            rows[^1].Add((series.Name, series.Style ?? number, chart.Mark));
            used += width;
        }
        return rows;
    }

    static double EntryWidth(string name) => 52 + SvgText.Width(name, TextSize);

    static void DrawLegend(StringBuilder svg, List<List<(string Name, int Style, Mark Mark)>> rows, double top)
    {
        foreach (var (row, entries) in rows.Index())
        {
            double x = Left, y = top + row * LegendLine;
            foreach (var (name, style, mark) in entries)
            {
                if (mark is Mark.Lines or Mark.Curves)
                    svg.Append(Line(x, y - 4, x + 30, y - 4, Stroke(style)));
                if (mark is Mark.Bars)
                    svg.Append(SvgText.Of($"<rect x=\"{x + 8:0.#}\" y=\"{y - 11:0.#}\" width=\"14\" height=\"12\" "))
                        .Append($"fill=\"{Palette.Colour(style)}\"/>\n");
                else if (mark != Mark.Curves)
                    svg.Append(Palette.Shape(style, x + 15, y - 4, 4)).Append('\n');
                svg.Append(Text(name, x + 36, y, "start", TextSize));
                x += EntryWidth(name);
            }
        }
    }

    static string Describe(Chart chart)
    {
        var ends = chart.Series.Where(series => series.Points.Count > 0).Select(series => SvgText.Of(
            $"{series.Name}: {series.Points.Min(p => p.Y):0.##} to {series.Points.Max(p => p.Y):0.##}"));
        string over = chart.X.Label.Length > 0 ? chart.X.Label : "the names below";
        return $"{chart.Y.Label} over {over}. {string.Join("; ", ends)}.";
    }

    static string Line(double x1, double y1, double x2, double y2, string stroke) =>
        SvgText.Of($"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" {stroke}/>\n");

    // The first method is drawn broader.
    static string Stroke(int style) =>
        $"stroke=\"{Palette.Colour(style)}\" stroke-width=\"{(style == 0 ? 3 : 2)}\" stroke-dasharray=\"{Palette.Dash(style)}\"";

    static string Text(string text, double x, double y, string anchor, double size, string more = "") =>
        SvgText.Of($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" font-size=\"{size:0.#}\" fill=\"#222\" {more}>")
        + $"{SvgText.Escape(text)}</text>\n";

    /// <summary>From values to pixels.</summary>
    sealed record Plot(Scale XScale, Scale YScale)
    {
        public static double Across => Width - Left - Right;

        public double X(double value) => Left + Across * Math.Clamp(XScale.At(value), 0, 1);

        public double Y(double value) => Top + PlotHeight * (1 - Math.Clamp(YScale.At(value), 0, 1));
    }
}

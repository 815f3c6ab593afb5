using System.Globalization;
using System.Net;

namespace Itoloc.Evaluation.Figures.Charts;

/// <summary>Text of pictures and pages.</summary>
static class SvgText
{
    /// <summary>Numbers as SVG reads them, whatever the country.</summary>
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text with the signs escaped that mean something in XML and HTML.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>About how wide a text is, in pixels.</summary>
    public static double Width(string text, double size) => 0.56 * size * text.Length;
}

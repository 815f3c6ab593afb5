using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Itoloc.Server.Sites;

/// <summary>
/// Rewrites an SVG: shapes, text and colours stay. Scripts, events, links, pictures within, references to anywhere
/// else and what repeats itself (<c>use</c>, patterns) are left out.
/// </summary>
static class PlanSvg
{
    /// <summary>The most bytes, elements, and elements within each other.</summary>
    const int MostBytes = 8 << 20, MostElements = 200_000, Deepest = 64;

    static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    static readonly HashSet<string> Elements =
    [
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc",
        "style", "defs", "linearGradient", "radialGradient", "stop", "clipPath",
    ];

    /// <exception cref="InvalidDataException">It is no SVG, too large, or has no size.</exception>
    public static byte[] Clean(ReadOnlyMemory<byte> image)
    {
        if (image.Length > MostBytes)
            throw new InvalidDataException($"The SVG is larger than {MostBytes >> 20} MB.");
        try
        {
            using MemoryStream bytes = new(image.ToArray());
            using XmlReader reader = XmlReader.Create(bytes, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Ignore,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            int elements = 0;
            reader.MoveToContent();
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "svg" || reader.NamespaceURI != Namespace)
                throw new InvalidDataException("It is none of these.");
            XElement clean = Read(reader, ref elements);
            SetSize(clean);
            return Encoding.UTF8.GetBytes(clean.ToString(SaveOptions.DisableFormatting));
        }
        catch (XmlException failure)
        {
            throw new InvalidDataException("It is none of these, or a damaged SVG.", failure);
        }
    }

    // The reader stands on an element's start, and afterwards on its end.
    static XElement Read(XmlReader reader, ref int elements)
    {
        if (++elements > MostElements || reader.Depth > Deepest)
            throw new InvalidDataException("The SVG has too many parts.");
        XElement element = new(Namespace + reader.LocalName);
        bool isEmpty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
        {
            if (IsHarmless(reader))
                element.SetAttributeValue(reader.LocalName, reader.Value);
        }
        reader.MoveToElement();
        while (!isEmpty && reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (reader.NamespaceURI == Namespace && Elements.Contains(reader.LocalName))
                    element.Add(Read(reader, ref elements));
                else
                    SkipElement(reader);
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace
                && (element.Name.LocalName != "style" || IsHarmless(reader.Value)))
            {
                element.Add(new XText(reader.Value));
            }
        }
        return element;
    }

    static void SkipElement(XmlReader reader)
    {
        if (reader.IsEmptyElement)
            return;
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth) { }
    }

    // Only attributes of SVG's own: no event, no link, nothing of another namespace.
    static bool IsHarmless(XmlReader attribute) =>
        attribute.NamespaceURI.Length == 0 && attribute.Prefix.Length == 0
        && !attribute.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
        && attribute.LocalName is not ("xmlns" or "href" or "src" or "base")
        && IsHarmless(attribute.Value);

    // Style may refer to parts of the drawing itself and to nothing else.
    static bool IsHarmless(string value)
    {
        string text = value.Replace("url(#", "", StringComparison.OrdinalIgnoreCase);
        return !text.Contains("url", StringComparison.OrdinalIgnoreCase) && !text.Contains('@', StringComparison.Ordinal)
            && !text.Contains('\\', StringComparison.Ordinal) && !text.Contains("script:", StringComparison.OrdinalIgnoreCase);
    }

    // A browser needs to know how large the picture is: its width and height, or else those of its view box.
    static void SetSize(XElement svg)
    {
        string[] box = ((string?)svg.Attribute("viewBox") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        double? width = Length((string?)svg.Attribute("width")) ?? Length(box.ElementAtOrDefault(2));
        double? height = Length((string?)svg.Attribute("height")) ?? Length(box.ElementAtOrDefault(3));
        if (width is not > 0 || height is not > 0 || !double.IsFinite(width.Value / height.Value))
            throw new InvalidDataException("The SVG says neither its width and height nor its view box.");
        if (box.Length != 4)
            svg.SetAttributeValue("viewBox", FormattableString.Invariant($"0 0 {width} {height}"));
        // As pixels, within what a browser can draw at once; a vector picture loses nothing by it.
        double scale = Math.Min(1, 4096 / Math.Max(width.Value, height.Value));
        svg.SetAttributeValue("width", Math.Max(1, Math.Round(width.Value * scale)).ToString(CultureInfo.InvariantCulture));
        svg.SetAttributeValue("height", Math.Max(1, Math.Round(height.Value * scale)).ToString(CultureInfo.InvariantCulture));
    }

    static double? Length(string? text)
    {
        string number = (text ?? "").Trim().TrimEnd("abcdefghijklmnopqrstuvwxyz".ToCharArray());
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
    }
}

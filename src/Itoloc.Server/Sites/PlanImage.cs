namespace Itoloc.Server.Sites;

/// <summary>
/// A floor's picture as it is kept: only what draws. Told by its first bytes, whatever the sender calls it; bounded;
/// rewritten without comments, positions of cameras, scripts, or anything behind its end.
/// </summary>
static class PlanImage
{
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";
    public const string Svg = "image/svg+xml";

    /// <summary>The longest side, in pixels.</summary>
    public const int LongestSide = 16_384;

    /// <summary>The most pixels: 200 MB when a browser unpacks them.</summary>
    public const long MostPixels = 50_000_000;

    /// <summary>A picture without what does not draw.</summary>
    /// <param name="image">As sent.</param>
    /// <param name="objection">Why it is refused; null where it is not.</param>
    /// <returns>Null when it is refused.</returns>
    public static (string Type, byte[] Bytes)? Clean(ReadOnlyMemory<byte> image, out string? objection)
    {
        objection = null;
        try
        {
            return image.Span switch
            {
                [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => (Png, PlanPng.Clean(image)),
                [0xFF, 0xD8, 0xFF, ..] => (Jpeg, PlanJpeg.Clean(image.Span)),
                _ => (Svg, PlanSvg.Clean(image)),
            };
        }
        catch (InvalidDataException failure)
        {
            objection = $"A plan is a PNG, JPEG or SVG picture. {failure.Message}";
            return null;
        }
    }

    /// <summary>Refuses what is too large to show.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public static void CheckSize(long width, long height)
    {
        if (width is < 1 or > LongestSide || height is < 1 or > LongestSide || width * height > MostPixels)
            throw new InvalidDataException($"It has {width} × {height} pixels; at most {LongestSide} a side and {MostPixels / 1_000_000} million fit.");
    }
}

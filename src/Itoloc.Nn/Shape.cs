namespace Itoloc.Nn;

/// <summary>The shape of one sample: an image of <paramref name="Height"/> × <paramref name="Width"/> pixels with channels.</summary>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Channels">Values a pixel, at least 1.</param>
public readonly record struct Shape(int Height, int Width, int Channels)
{
    /// <summary>Values in one sample.</summary>
    public int Length => Height * Width * Channels;

    /// <summary>A plain vector of <paramref name="length"/> values.</summary>
    public static Shape Vector(int length) => new(1, 1, length);

    /// <inheritdoc/>
    public override string ToString() => $"[{Height}, {Width}, {Channels}]";
}

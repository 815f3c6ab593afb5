namespace Itoloc.Nn.Kernels;

/// <summary>Computes one row of an image, [width, channels], into <paramref name="destination"/>.</summary>
delegate void RowReader(int sample, int y, Span<float> destination);

/// <summary>Sees rows while they are in the first cache, just before they are stored; may change them.</summary>
/// <param name="part">Rows of one part come one after another, those of different parts from different threads.</param>
/// <param name="sample">Place in the batch.</param>
/// <param name="y">Row of the image.</param>
/// <param name="row">[width, channels].</param>
delegate void RowVisit(int part, int sample, int y, Span<float> row);

/// <summary>What one layer has to do with the rows another one makes.</summary>
/// <param name="Begin">Told the number of parts before the first row.</param>
/// <param name="Visit">Called for every row once.</param>
sealed record RowVisitor(Action<int> Begin, RowVisit Visit);

using System.Buffers.Binary;

namespace Itoloc.Server.Sites;

/// <summary>Rewrites a JPEG: tables, frames and scans stay; comments and what applications put in do not (ITU-T T.81).</summary>
static class PlanJpeg
{
    const byte EndOfImage = 0xD9;
    const byte StartOfScan = 0xDA;

    /// <summary>JFIF's pixel shape, and Adobe's word on which colours these are: without them it looks otherwise.</summary>
    static readonly byte[] KeptApplications = [0xE0, 0xEE];

    /// <exception cref="InvalidDataException">It is damaged, or too large.</exception>
    public static byte[] Clean(ReadOnlySpan<byte> image)
    {
        using MemoryStream clean = new(image.Length);
        clean.Write(image[..2]);
        ReadOnlySpan<byte> rest = image[2..];
        bool hasFrame = false;
        while (true)
        {
            if (rest is [0xFF, EndOfImage, ..])
                break;
            if (rest.Length < 4 || rest[0] != 0xFF || BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) is var length && (length < 2 || length + 2 > rest.Length))
                throw new InvalidDataException("The JPEG is damaged.");
            byte marker = rest[1];
            ReadOnlySpan<byte> segment = rest[..(length + 2)];
            if (IsFrame(marker))
            {
                if (segment.Length < 9)
                    throw new InvalidDataException("The JPEG is damaged.");
                PlanImage.CheckSize(BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));
                hasFrame = true;
            }
            bool isApplicationOrComment = marker is >= 0xE0 and <= 0xEF or 0xFE;
            if (!isApplicationOrComment || KeptApplications.Contains(marker))
                clean.Write(segment);
            rest = rest[segment.Length..];
            if (marker != StartOfScan)
                continue;
            int end = EndOfScan(rest);
            clean.Write(rest[..end]);
            rest = rest[end..];
        }
        if (!hasFrame)
            throw new InvalidDataException("The JPEG holds no picture.");
        clean.Write([0xFF, EndOfImage]);
        return clean.ToArray();
    }

    static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    // A scan's pixels go on to the next marker; FF 00 is a pixel's FF, FF D0 to D7 restart within the scan.
    static int EndOfScan(ReadOnlySpan<byte> data)
    {
        for (int i = 0; i + 1 < data.Length; i++)
        {
            if (data[i] == 0xFF && data[i + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
                return i;
        }
        throw new InvalidDataException("The JPEG is cut short.");
    }
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace Itoloc.Server.Sites;

/// <summary>Rewrites a PNG: header, palette, transparency and pixels stay (W3C PNG, third edition).</summary>
static class PlanPng
{
    const int SignatureLength = 8;
    const int HeaderLength = 13;

    /// <summary>What draws; all else is text, time, profiles, animation.</summary>
    static readonly string[] Kept = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

    /// <exception cref="InvalidDataException">It is damaged, or too large.</exception>
    public static byte[] Clean(ReadOnlyMemory<byte> image)
    {
        if (image.Length < SignatureLength)
            throw new InvalidDataException("The PNG is cut short.");
        using MemoryStream clean = new(image.Length);
        using MemoryStream pixels = new();
        clean.Write(image.Span[..SignatureLength]);
        long unpacked = 0;
        ReadOnlySpan<byte> rest = image.Span[SignatureLength..];
        while (true)
        {
            if (rest.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 12)
                throw new InvalidDataException("The PNG is cut short.");
            ReadOnlySpan<byte> chunk = rest[..((int)length + 12)];
            ReadOnlySpan<byte> content = chunk[8..^4];
            string type = System.Text.Encoding.Latin1.GetString(chunk[4..8]);
            if ((unpacked == 0) != (type == "IHDR"))
                throw new InvalidDataException("The PNG does not begin with its one header.");
            if (type == "IHDR")
                unpacked = SizeOf(content);
            if (type == "IDAT")
                pixels.Write(content);
            if (Kept.Contains(type))
                clean.Write(chunk);
            if (type == "IEND")
                break;
            rest = rest[chunk.Length..];
        }
        CheckPixels(pixels, unpacked);
        return clean.ToArray();
    }

    // The most bytes that the pixels may have when unpacked: lines with their filter, and those of Adam7's seven passes.
    static long SizeOf(ReadOnlySpan<byte> header)
    {
        if (header.Length != HeaderLength)
            throw new InvalidDataException("The PNG's header is damaged.");
        long width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        PlanImage.CheckSize(width, height);
        int samples = header[9] switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => throw new InvalidDataException("The PNG's colours are none.") };
        return height * (width * samples * header[8] / 8 + 2) + 16 * (width + height);
    }

    static void CheckPixels(MemoryStream pixels, long most)
    {
        pixels.Position = 0;
        using ZLibStream unpacked = new(pixels, CompressionMode.Decompress);
        byte[] buffer = new byte[1 << 16];
        long read = 0;
        int got;
        while ((got = unpacked.Read(buffer)) > 0)
        {
            if ((read += got) > most)
                throw new InvalidDataException("The PNG holds more than its pixels.");
        }
        if (read == 0)
            throw new InvalidDataException("The PNG holds no pixels.");
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Itoloc.Server.Sites;

namespace Itoloc.Server.Tests.Sites;

/// <summary>Of a picture only what draws is kept, and only as much as a browser can show.</summary>
public sealed class PlanImageTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<g onclick=\"alert(1)\"/>")]
    [InlineData("<a href=\"javascript:alert(1)\"><rect/></a>")]
    [InlineData("<image href=\"http://alert.example/x.png\"/>")]
    [InlineData("<foreignObject><p>alert</p></foreignObject>")]
    [InlineData("<style>@import 'http://alert.example';</style>")]
    [InlineData("<rect style=\"fill:url(http://alert.example)\"/>")]
    [InlineData("<rect fill=\"url(http://alert.example)\"/>")]
    [InlineData("<use href=\"#alert\"/>")]
    [InlineData("<set attributeName=\"href\" to=\"alert\"/>")]
    [InlineData("<x:script xmlns:x=\"http://www.w3.org/2000/svg\">alert(1)</x:script>")]
    public void Svg_LosesWhatDoesNotDraw(string part)
    {
        string clean = Svg($"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'>{part}<path d='M0 0h5'/></svg>");

        Assert.DoesNotContain("alert", clean, StringComparison.Ordinal);
        Assert.Contains("M0 0h5", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_KeepsShapesStylesAndItsSize()
    {
        string clean = Svg("<?xml version='1.0'?><!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg' width='30mm' height='20mm'>"
            + "<style>.wall{stroke:#333;fill:url(#g)}</style><g class='wall'><text x='1'>Room <tspan>1</tspan></text></g></svg>");

        Assert.Contains(".wall{stroke:#333;fill:url(#g)}", clean, StringComparison.Ordinal);
        Assert.Contains("Room <tspan>1</tspan>", clean, StringComparison.Ordinal);
        Assert.Contains("viewBox=\"0 0 30 20\"", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no picture")]
    [InlineData("<html/>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'>")]
    public void OtherThings_AreRefused(string text)
    {
        Assert.Null(PlanImage.Clean(Encoding.UTF8.GetBytes(text), out string? objection));
        Assert.NotNull(objection);
    }

    [Fact]
    public void Svg_OfTooManyParts_IsRefused()
    {
        string deep = $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>{string.Concat(Enumerable.Repeat("<g>", 100))}</svg>";

        Assert.Null(PlanImage.Clean(Encoding.UTF8.GetBytes(deep), out _));
    }

    [Fact]
    public void Png_KeepsPixels_AndLosesTextAndTail()
    {
        byte[] plain = Png(3, 2);
        byte[] talkative = [.. plain[..33], .. Chunk("tEXt", "Comment\0secret"u8), .. plain[33..], .. "secret tail"u8];

        (string type, byte[] clean) = PlanImage.Clean(talkative, out _)!.Value;

        Assert.Equal("image/png", type);
        Assert.Equal(plain, clean);
    }

    [Theory]
    [InlineData(20_000, 2)]
    [InlineData(10_000, 10_000)]
    [InlineData(0, 5)]
    public void Png_OfTooManyPixels_IsRefused(int width, int height) =>
        Assert.Null(PlanImage.Clean(Png(width, height, rows: 1), out _));

    [Fact]
    public void Png_ThatUnpacksToMoreThanItsPixels_IsRefused() => Assert.Null(PlanImage.Clean(Png(3, 2, rows: 1_000_000), out _));

    [Fact]
    public void Pictures_CutAnywhere_AreRefused()
    {
        byte[] png = Png(3, 2), jpeg = Jpeg();
        Assert.NotNull(PlanImage.Clean(jpeg, out _));
        foreach (byte[] picture in (byte[][])[png, jpeg])
        {
            for (int length = 0; length < picture.Length - 1; length++)
                Assert.Null(PlanImage.Clean(picture.AsMemory(0, length), out _));
        }
    }

    [Fact]
    public void Jpeg_LosesWhereItWasTaken()
    {
        byte[] plain = Jpeg();
        byte[] talkative = [.. plain[..2], 0xFF, 0xE1, 0, 8, .. "secret"u8, .. plain[2..], .. "secret"u8];

        (string type, byte[] clean) = PlanImage.Clean(talkative, out _)!.Value;

        Assert.Equal("image/jpeg", type);
        Assert.Equal(plain, clean);
    }

    static string Svg(string text) => Encoding.UTF8.GetString(PlanImage.Clean(Encoding.UTF8.GetBytes(text), out _)!.Value.Bytes);

    // A frame of 2 × 2 pixels; its scan is not decoded.
    static byte[] Jpeg() =>
    [
        0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 2, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 0xFF, 0, 3, 0xFF, 0xD9,
    ];

    static byte[] Png(int width, int height, int? rows = null)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 0);
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Fastest))
        {
            for (int row = 0; row < (rows ?? height); row++)
                zip.Write(new byte[1 + Math.Min(width, 64)]);
        }
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    static byte[] Chunk(string type, ReadOnlySpan<byte> content)
    {
        byte[] chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        return chunk;
    }
}

using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Itoloc.Server.Http;

/// <summary>Reads whole bodies, plain or gzip, and never more than a limit: neither on the wire nor unpacked.</summary>
static class RequestBody
{
    /// <summary>For a scan, or a batch of them, in JSON: room for some thousand scans.</summary>
    public const int SmallLimit = 4 << 20;

    /// <summary>For a survey or a picture.</summary>
    public const int LargeLimit = 64 << 20;

    /// <summary>Of a body that says it is no larger than this, many may be in memory at once.</summary>
    const int SurelySmall = 1 << 20;

    const int ReadSize = 1 << 16;

    /// <summary>Reads the body.</summary>
    /// <param name="context">The request; its body is gzip if it says so, or if it begins as gzip does.</param>
    /// <param name="limit">The most bytes, also unpacked.</param>
    /// <exception cref="BadHttpRequestException">Too large (413), damaged (400), or packed in another way
    /// (415).</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int limit)
    {
        HttpRequest request = context.Request;
        if (request.ContentLength > limit)
            throw TooLarge(limit);
        string encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase)
            && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException("Only gzip is understood.", StatusCodes.Status415UnsupportedMediaType);
        }
        LargeRequests? door = limit > SmallLimit ? context.RequestServices.GetRequiredService<LargeRequests>() : null;
        if (door is not null && !(request.ContentLength <= SurelySmall))
            await door.EnterAsync(context);
        ReadOnlyMemory<byte> body = await ReadAsync(request.Body, limit, context.RequestAborted);
        if (body.Span is not [0x1f, 0x8b, ..])
            return body;
        // However small it is, what comes out of it may be large.
        if (door is not null)
            await door.EnterAsync(context);
        return await UnpackAsync(body, limit, context.RequestAborted);
    }

    /// <summary>A body as a stream, without a copy.</summary>
    public static Stream AsStream(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out ArraySegment<byte> segment)
            ? new MemoryStream(segment.Array ?? [], segment.Offset, segment.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);

    static async Task<ReadOnlyMemory<byte>> UnpackAsync(
        ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation)
    {
        try
        {
            await using GZipStream unpacked = new(AsStream(body), CompressionMode.Decompress);
            return await ReadAsync(unpacked, limit, cancellation);
        }
        catch (InvalidDataException)
        {
            throw new BadHttpRequestException("The gzip is damaged or cut short.");
        }
    }

    static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int limit, CancellationToken cancellation)
    {
        using MemoryStream whole = new();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            int got;
            while ((got = await stream.ReadAsync(buffer, cancellation)) > 0)
            {
                if (whole.Length + got > limit)
                    throw TooLarge(limit);
                whole.Write(buffer, 0, got);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    static BadHttpRequestException TooLarge(int limit) =>
        new($"The body is larger than {limit} bytes.", StatusCodes.Status413PayloadTooLarge);
}

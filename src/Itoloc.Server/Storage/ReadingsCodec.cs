using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Itoloc.Fingerprints;

namespace Itoloc.Server.Storage;

/// <summary>A scan's readings as bytes: exact, in their order, 11 bytes for a reading of a BSSID.</summary>
/// <remarks>
/// A reading is a length byte, the identifier and the dBm as float32, little-endian. Length 0 stands for a BSSID in six
/// bytes; any other is the length of the identifier in UTF-8.
/// </remarks>
static class ReadingsCodec
{
    const int MacBytes = 6;
    const int MacCharacters = 17;

    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static byte[] Encode(IReadOnlyList<Reading> readings)
    {
        using MemoryStream stream = new(readings.Count * (1 + MacBytes + sizeof(float)));
        Span<byte> buffer = stackalloc byte[1 + 3 * Bssid.MaximumLength + sizeof(float)];
        foreach (Reading reading in readings)
        {
            int length = WriteIdentifier(reading.AccessPoint, buffer);
            BinaryPrimitives.WriteSingleLittleEndian(buffer[length..], reading.RssiDbm);
            stream.Write(buffer[..(length + sizeof(float))]);
        }
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no readings.</exception>
    public static Reading[] Decode(ReadOnlySpan<byte> bytes)
    {
        List<Reading> readings = new(bytes.Length / (1 + MacBytes + sizeof(float)));
        while (!bytes.IsEmpty)
        {
            int length = bytes[0] == 0 ? MacBytes : bytes[0];
            if (bytes.Length < 1 + length + sizeof(float))
                throw new InvalidDataException("Stored readings are cut short.");
            ReadOnlySpan<byte> identifier = bytes.Slice(1, length);
            string accessPoint = bytes[0] == 0 ? FormatMac(identifier) : Encoding.UTF8.GetString(identifier);
            readings.Add(new Reading(accessPoint, BinaryPrimitives.ReadSingleLittleEndian(bytes[(1 + length)..])));
            bytes = bytes[(1 + length + sizeof(float))..];
        }
        return [.. readings];
    }

    static int WriteIdentifier(string accessPoint, Span<byte> buffer)
    {
        if (TryParseMac(accessPoint, buffer[1..]))
        {
            buffer[0] = 0;
            return 1 + MacBytes;
        }
        int length = Encoding.UTF8.GetBytes(accessPoint, buffer[1..]);
        buffer[0] = (byte)length;
        return 1 + length;
    }

    // Only the one spelling that FormatMac gives back.
    static bool TryParseMac(ReadOnlySpan<char> text, Span<byte> mac)
    {
        if (text.Length != MacCharacters)
            return false;
        for (int i = 0; i < MacBytes; i++)
        {
            ReadOnlySpan<char> octet = text.Slice(3 * i, 2);
            if (octet.ContainsAnyExcept(HexDigits) || (i < MacBytes - 1 && text[3 * i + 2] != ':'))
                return false;
            mac[i] = byte.Parse(octet, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }
        return true;
    }

    static string FormatMac(ReadOnlySpan<byte> mac)
    {
        Span<char> text = stackalloc char[MacCharacters];
        for (int i = 0; i < MacCharacters; i++)
            text[i] = i % 3 == 2 ? ':' : "0123456789abcdef"[i % 3 == 0 ? mac[i / 3] >> 4 : mac[i / 3] & 0xF];
        return new string(text);
    }
}

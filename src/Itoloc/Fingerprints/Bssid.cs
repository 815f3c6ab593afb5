using System.Globalization;

namespace Itoloc.Fingerprints;

/// <summary>
/// Access point identifiers in one spelling. A BSSID becomes six lower-case octets joined by colons; anything else
/// (a column number, a name) is kept as it is.
/// </summary>
public static class Bssid
{
    /// <summary>The longest identifier accepted, in characters.</summary>
    public const int MaximumLength = 64;

    const ulong MulticastBit = 1UL << 40;
    const ulong LocalBit = 1UL << 41;

    /// <summary>Writes an identifier in its one spelling.</summary>
    /// <param name="identifier">
    /// A BSSID with <c>:</c>, <c>-</c>, <c>.</c> or no separator, in either case, octets padded or not; or any other
    /// identifier.
    /// </param>
    /// <param name="reason">Null, or why no fixed access point can have this identifier.</param>
    /// <returns>The identifier to use, or null when it is unusable.</returns>
    public static string? Canonicalise(ReadOnlySpan<char> identifier, out string? reason)
    {
        identifier = identifier.Trim();
        bool isMac = TryParse(identifier, out ulong mac);
        reason = isMac ? WhyUnusable(mac)
            : identifier.IsEmpty ? "empty identifier"
            : identifier.Length > MaximumLength ? $"identifier longer than {MaximumLength} characters"
            : null;
        return reason is not null ? null : isMac ? Format(mac) : identifier.ToString();
    }

    /// <summary>
    /// Whether the identifier is a BSSID given out by software rather than the maker (U/L bit): a phone's hotspot, but
    /// as often one more network of a fixed radio, so no reason by itself to drop it.
    /// </summary>
    public static bool IsLocallyAdministered(ReadOnlySpan<char> identifier) =>
        TryParse(identifier.Trim(), out ulong mac) && (mac & LocalBit) != 0;

    /// <summary>
    /// What the BSSIDs of one radio have in common: the address without its last hex digit and its U/L bit.
    /// Null when the identifier is no BSSID.
    /// </summary>
    internal static ulong? RadioFamily(ReadOnlySpan<char> identifier) =>
        TryParse(identifier, out ulong mac) ? mac & ~(LocalBit | 0xF) : null;

    static string? WhyUnusable(ulong mac) => mac switch
    {
        0 => "all-zero BSSID",
        0xFFFF_FFFF_FFFF => "broadcast BSSID",
        // Set aside for examples by RFC 7042: 00:00:5e:00:53:xx and, multicast, 01:00:5e:90:10:xx.
        _ when (mac & ~0xFFUL) is 0x0000_5E00_5300 or 0x0100_5E90_1000 => "documentation BSSID",
        _ when (mac & MulticastBit) != 0 => "multicast BSSID",
        _ => null,
    };

    static bool TryParse(ReadOnlySpan<char> text, out ulong mac)
    {
        mac = 0;
        int at = text.IndexOfAny(":-.");
        if (at < 0) return text.Length == 12 && TryParseHex(text, out mac);
        char separator = text[at];
        int groups = text.Count(separator) + 1;
        // Six octets of one or two digits, or three dotted groups of exactly four.
        if (groups != 6 && !(groups == 3 && separator == '.')) return false;
        foreach (Range range in text.Split(separator))
        {
            ReadOnlySpan<char> group = text[range];
            bool fits = groups == 3 ? group.Length == 4 : group.Length is 1 or 2;
            if (!fits || !TryParseHex(group, out ulong value)) return false;
            mac = (mac << (48 / groups)) | value;
        }
        return true;
    }

    static bool TryParseHex(ReadOnlySpan<char> digits, out ulong value) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    static string Format(ulong mac) => string.Create(17, mac, static (text, mac) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool isSeparator = i % 3 == 2;
            text[i] = isSeparator ? ':' : "0123456789abcdef"[(int)(mac >> 44) & 0xF];
            if (!isSeparator) mac <<= 4;
        }
    });
}

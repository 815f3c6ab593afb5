using System.Security.Cryptography;
using System.Text;

namespace Itoloc.Server.Keys;

/// <summary>
/// The key as its holder has it: 34 lower-case characters, of which the first 8 name it and the rest is secret.
/// </summary>
/// <remarks>
/// One client lower-cases the whole server address, keys in paths included, and replaces every "http" in it: so keys
/// have one case and no "h".
/// </remarks>
static class KeyText
{
    public const int PublicLength = 8;
    public const int Length = PublicLength + SecretLength;

    /// <summary>Characters of 5 random bits each.</summary>
    const int SecretLength = 26;

    const string Alphabet = "abcdefgijkmnopqrstuvwxyz23456789";

    /// <summary>Makes a key.</summary>
    public static string Make() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Whether a text could be a key at all; any case.</summary>
    public static bool TryNormalise(string? text, out string key)
    {
        key = text?.Trim().ToLowerInvariant() ?? "";
        return key.Length == Length && key.All(Alphabet.Contains);
    }

    public static string PublicId(string key) => key[..PublicLength];

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));

    /// <summary>Compares in a time that tells nothing about where two hashes differ.</summary>
    public static bool Matches(byte[] hash, string key) => CryptographicOperations.FixedTimeEquals(hash, Hash(key));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>The floors that a stopped update had finished, kept in a file, so that the same update goes on with the next.</summary>
/// <param name="path">The file; null = nothing is kept.</param>
/// <param name="key">What the update is made of (<see cref="KeyOf"/>): a file of another one is passed over.</param>
sealed class UnfinishedUpdate(string? path, string key)
{
    string Mark => $"unfinished update {key}:";

    /// <summary>What model, scans and options come down to: equal ones give equal keys.</summary>
    public static string KeyOf(Localizer model, IReadOnlyList<Scan> scans, UpdateOptions options)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(ModelFile.HashOf(model));
        Append($"{options.Preset} {options.Seed} {options.EffectiveRecipe}");
        foreach (Scan scan in scans)
        {
            Append($"\n{scan.Device} {scan.Time:O}");
            foreach (Reading reading in scan.Readings)
                Append(string.Create(CultureInfo.InvariantCulture, $"\n{reading.AccessPoint} {reading.RssiDbm}"));
        }
        return Convert.ToHexString(hash.GetHashAndReset());

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The first floors as this update left them; none where it was never stopped.</summary>
    public IReadOnlyList<FloorModel> Read()
    {
        if (path is null || !File.Exists(path))
            return [];
        try
        {
            Localizer partial = Localizer.Load(path);
            return partial.History is [.., var last] && last.StartsWith(Mark, StringComparison.Ordinal)
                ? [.. partial.Floors.Take(int.Parse(last.AsSpan(Mark.Length), CultureInfo.InvariantCulture))] : [];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    /// <summary>Keeps a model whose first floors are finished.</summary>
    public void Write(Localizer model, IReadOnlyList<FloorModel> floors, int finished)
    {
        if (path is not null)
            model.With(floors, string.Create(CultureInfo.InvariantCulture, $"{Mark}{finished}")).Save(path);
    }

    /// <summary>The update is over.</summary>
    public void Delete()
    {
        if (path is not null)
            File.Delete(path);
    }
}

using System.Runtime.InteropServices;

namespace Itoloc.Updating;

/// <summary>An <see cref="UpdateMemory"/> in a model file: all but the large arrays, and how to read and write those.</summary>
sealed record MemoryManifest
{
    public required int Steps { get; init; }

    public required int SurveyFeatures { get; init; }

    public required bool[] Believed { get; init; }

    public required float[] OffsetsDb { get; init; }

    public required int[] Since { get; init; }

    public required int[] LastHeard { get; init; }

    // Model files of before replacements were noticed have none.
    public IReadOnlyDictionary<int, int>? Replaces { get; init; }

    public required int Places { get; init; }

    public required IReadOnlyList<AdoptedManifest> Adopted { get; init; }

    public static MemoryManifest Of(UpdateMemory memory) => new()
    {
        Steps = memory.Steps,
        SurveyFeatures = memory.SurveyFeatures,
        Believed = memory.Believed,
        OffsetsDb = memory.OffsetsDb,
        Since = memory.Since,
        LastHeard = memory.LastHeard,
        Replaces = memory.Replaces,
        Places = memory.Learned.Length,
        Adopted = [.. memory.Adopted.Select(scan => new AdoptedManifest(scan.Step, scan.Places))],
    };

    /// <summary>Writes what the manifest leaves out: learned levels, then adopted levels.</summary>
    public static void WriteArrays(UpdateMemory memory, BinaryWriter writer)
    {
        foreach (float[] levels in memory.Learned.Concat(memory.Adopted.Select(scan => scan.Levels)))
            writer.Write(MemoryMarshal.AsBytes<float>(levels));
    }

    /// <summary>Reads it back.</summary>
    /// <exception cref="EndOfStreamException">The stream is too short.</exception>
    public UpdateMemory Read(BinaryReader reader) => new()
    {
        Steps = Steps,
        SurveyFeatures = SurveyFeatures,
        Believed = Believed,
        OffsetsDb = OffsetsDb,
        Since = Since,
        LastHeard = LastHeard,
        Replaces = Replaces ?? new Dictionary<int, int>(),
        Learned = [.. Enumerable.Range(0, Places).Select(_ => Levels(reader, Believed.Length - SurveyFeatures))],
        Adopted = [.. Adopted.Select(scan => new AdoptedScan(scan.Step, Levels(reader, Believed.Length), scan.Places))],
    };

    static float[] Levels(BinaryReader reader, int count)
    {
        float[] levels = new float[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(levels.AsSpan()));
        return levels;
    }
}

/// <summary>An adopted scan without its levels.</summary>
sealed record AdoptedManifest(int Step, IReadOnlyList<PlaceShare> Places);

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Itoloc.Fingerprints;
using Itoloc.Networks;
using Itoloc.Nn;
using Itoloc.Training;
using Itoloc.Updating;

namespace Itoloc;

/// <summary>The model file: names and numbers only, with a checksum.</summary>
/// <remarks>
/// Layout: "ITOLOC" (6 bytes), format version (uint16), length of the body (int64), body, SHA-256 of all before it. The
/// body is a JSON manifest (length-prefixed UTF-8), the survey's fingerprints (float32, row by row), then each floor's
/// <see cref="Checkpoint"/>, then what updates have learned and the scans they have adopted (float32, since version 2).
/// Little-endian. Version 3 groups access points by radio. Later versions read earlier files; unknown members of the manifest are ignored.
/// </remarks>
static class ModelFile
{
    const ushort Version = 3;
    const int HashLength = 32;
    const int HeaderLength = 16;

    static ReadOnlySpan<byte> Magic => "ITOLOC"u8;

    public static void Write(Localizer model, string path)
    {
        byte[] bytes = Encode(model);
        string beside = $"{path}.partial";
        try
        {
            using (FileStream file = File.Create(beside))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    public static Localizer Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderLength + HashLength || !bytes.AsSpan().StartsWith(Magic))
            throw new InvalidDataException($"{path} is not an Itoloc model.");
        ushort version = BitConverter.ToUInt16(bytes, Magic.Length);
        if (version is 0 or > Version)
            throw new InvalidDataException($"{path} has format version {version}; this program reads up to {Version}.");
        byte[] hash = SHA256.HashData(bytes.AsSpan(..^HashLength));
        if (BitConverter.ToInt64(bytes, 8) != bytes.Length - HeaderLength - HashLength || !hash.AsSpan().SequenceEqual(bytes.AsSpan(^HashLength..)))
            throw new InvalidDataException($"{path} is damaged: its checksum does not match.");
        try
        {
            return Decode(new MemoryStream(bytes, HeaderLength, bytes.Length - HeaderLength - HashLength));
        }
        catch (Exception failure) when (failure is JsonException or EndOfStreamException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException($"{path} is damaged: {failure.Message}", failure);
        }
    }

    /// <summary>The checksum a model's file has.</summary>
    public static byte[] HashOf(Localizer model) => Encode(model)[^HashLength..];

    static byte[] Encode(Localizer model)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(0L);
        byte[] manifest = JsonSerializer.SerializeToUtf8Bytes(ModelManifest.Of(model), ModelJson.Default.ModelManifest);
        writer.Write(manifest.Length);
        writer.Write(manifest);
        foreach (float[] fingerprint in model.Fingerprints)
            writer.Write(MemoryMarshal.AsBytes<float>(fingerprint));
        foreach (FloorModel floor in model.Floors)
            Checkpoint.Write(writer, floor.Network.Parameters);
        model.Memory?.WriteArrays(writer);
        writer.Flush();
        long length = stream.Length - HeaderLength;
        stream.Position = 8;
        writer.Write(length);
        writer.Flush();
        byte[] hash = SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        stream.Position = stream.Length;
        writer.Write(hash);
        writer.Flush();
        return stream.ToArray();
    }

    static Localizer Decode(MemoryStream stream)
    {
        using BinaryReader reader = new(stream, Encoding.UTF8);
        byte[] json = reader.ReadBytes(reader.ReadInt32());
        ModelManifest manifest = JsonSerializer.Deserialize(json, ModelJson.Default.ModelManifest)!;
        AccessPointIndex index = new(manifest.AccessPoints);
        float[][] fingerprints = new float[manifest.Rows.Count][];
        for (int i = 0; i < fingerprints.Length; i++)
        {
            fingerprints[i] = new float[index.Count];
            stream.ReadExactly(MemoryMarshal.AsBytes(fingerprints[i].AsSpan()));
        }
        Dictionary<int, int[]> radioOf = index.Radios.ToDictionary(networks => networks[0]);
        List<FloorModel> floors = [];
        foreach (FloorManifest floor in manifest.Floors)
        {
            ItolocNetwork network = new(floor.Network, seed: 0);
            Checkpoint.Read(reader, network.Parameters);
            floors.Add(new FloorModel(floor.Building, floor.Floor,
                [.. floor.AccessPoints.Select(network => radioOf[network])], floor.Image, floor.Classes, network, floor.Reader));
        }
        return new Localizer(manifest.Site, manifest.Preset, manifest.Seed, index, manifest.Rows, fingerprints, floors)
        {
            KnownShare = manifest.KnownShare,
            Memory = manifest.Memory?.ReadArrays(reader, manifest.Floors.Sum(floor => floor.Classes.Count)),
            History = manifest.History ?? [],
        };
    }
}

using System.Runtime.InteropServices;

namespace Itoloc.Nn;

/// <summary>A network's parameters, learned and kept, as a stream of named arrays.</summary>
/// <remarks>
/// Little-endian: count (int32), then for each parameter its name (length-prefixed UTF-8), length (int32) and values
/// (float32). No code, no types: only names and numbers.
/// </remarks>
public static class Checkpoint
{
    /// <summary>Writes all parameters.</summary>
    public static void Write(BinaryWriter writer, IReadOnlyList<Parameter> parameters)
    {
        writer.Write(parameters.Count);
        foreach (Parameter parameter in parameters)
        {
            writer.Write(parameter.Name);
            writer.Write(parameter.Values.Length);
            writer.Write(MemoryMarshal.AsBytes<float>(parameter.Values));
        }
    }

    /// <summary>Reads all parameters back.</summary>
    /// <exception cref="InvalidDataException">
    /// The stream ends too early or holds other parameters than the network has, some of which may have been read by then.
    /// </exception>
    public static void Read(BinaryReader reader, IReadOnlyList<Parameter> parameters)
    {
        try
        {
            ReadAll(reader, parameters);
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The parameters are cut short.", failure);
        }
    }

    static void ReadAll(BinaryReader reader, IReadOnlyList<Parameter> parameters)
    {
        int count = reader.ReadInt32();
        if (count != parameters.Count)
            throw new InvalidDataException($"Expected {parameters.Count} parameters, found {count}.");
        foreach (Parameter parameter in parameters)
        {
            string name = reader.ReadString();
            int length = reader.ReadInt32();
            if (name != parameter.Name || length != parameter.Values.Length)
            {
                throw new InvalidDataException(
                    $"Expected {parameter.Name} with {parameter.Values.Length} values, found {name} with {length}.");
            }
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(parameter.Values.AsSpan()));
            parameter.Touch();
        }
    }
}

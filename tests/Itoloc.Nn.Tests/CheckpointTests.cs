using FsCheck;
using FsCheck.Fluent;

namespace Itoloc.Nn.Tests;

public sealed class CheckpointTests
{
    [Fact]
    public void Read_GivesBackWhatWasWritten() => Prop
        .ForAll(ArbMap.Default.ArbFor<float[][]>(), arrays =>
        {
            Parameter[] Create() =>
                [.. arrays.Select((array, i) => new Parameter($"p{i}", array.Length, learned: i % 2 == 0))];
            Parameter[] written = Create(), read = Create();
            for (int i = 0; i < arrays.Length; i++)
                arrays[i].CopyTo(written[i].Values, 0);
            Read(Write(written), read);
            return written.Zip(read).All(pair => pair.First.Values.SequenceEqual(pair.Second.Values));
        })
        .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Read_TellsThatValuesHaveChanged()
    {
        Parameter parameter = new("p", 3);
        int before = parameter.Version;

        Read(Write(parameter), parameter);

        Assert.NotEqual(before, parameter.Version);
    }

    [Fact]
    public void Read_LeavesTheStreamBehindTheParameters()
    {
        using MemoryStream stream = new([.. Write(new Parameter("p", 3)), 42]);
        using BinaryReader reader = new(stream);

        Checkpoint.Read(reader, [new Parameter("p", 3)]);

        Assert.Equal(42, reader.ReadByte());
    }

    [Fact]
    public void Read_Throws_WhenANameIsAnother() =>
        Assert.Throws<InvalidDataException>(() => Read(Write(new Parameter("p", 3)), new Parameter("q", 3)));

    [Fact]
    public void Read_Throws_WhenALengthIsAnother() =>
        Assert.Throws<InvalidDataException>(() => Read(Write(new Parameter("p", 3)), new Parameter("p", 4)));

    [Fact]
    public void Read_Throws_WhenTheCountIsAnother() =>
        Assert.Throws<InvalidDataException>(() => Read(Write(new Parameter("p", 3)), TwoParameters()));

    [Fact]
    public void Read_Throws_WhereverTheStreamIsCut()
    {
        byte[] whole = Write(TwoParameters());

        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => Read(whole[..length], TwoParameters()));
    }

    // Whatever the change, only names, counts and lengths are checked here: values have the model file's checksum.
    [Fact]
    public void Read_ThrowsNothingElse_WhenAByteIsChanged()
    {
        byte[] whole = Write(TwoParameters());
        for (int i = 0; i < whole.Length; i++)
            foreach (byte change in (byte[])[1, 0x80, 0xff])
            {
                byte[] changed = [.. whole];
                changed[i] ^= change;
                Exception? thrown = Record.Exception(() => Read(changed, TwoParameters()));
                Assert.True(thrown is null or InvalidDataException, $"Byte {i}: {thrown}");
            }
    }

    static Parameter[] TwoParameters() => [new("first", 3), new("second", 2)];

    static byte[] Write(params Parameter[] parameters)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        Checkpoint.Write(writer, parameters);
        return stream.ToArray();
    }

    static void Read(byte[] bytes, params Parameter[] parameters)
    {
        using MemoryStream stream = new(bytes);
        using BinaryReader reader = new(stream);
        Checkpoint.Read(reader, parameters);
    }
}

using FsCheck;
using FsCheck.Fluent;
using Itoloc.Fingerprints;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Tests.Storage;

public sealed class ReadingsCodecTests
{
    [Fact]
    public void Decode_GivesBackWhatWasEncoded() => Prop.ForAll(
        Gen.ListOf(
            Gen.Choose(-1270, -1).SelectMany(tenths => Gen.Elements("aa:bb:cc:dd:ee:0f", "AA:BB:CC:DD:EE:0F", "417", "name", "ünïcödé", new string('€', Bssid.MaximumLength))
                .Select(id => new Reading(id, tenths / 10f)))).ToArbitrary(),
        readings => ReadingsCodec.Decode(ReadingsCodec.Encode([.. readings])).SequenceEqual(readings)).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Encode_TakesElevenBytes_ForAReadingOfABssid() =>
        Assert.Equal(22, ReadingsCodec.Encode([new("aa:bb:cc:dd:ee:0f", -61), new("00:00:00:00:00:00", -1)]).Length);

    [Fact]
    public void Decode_Throws_WhenCutShort() =>
        Assert.Throws<InvalidDataException>(() => ReadingsCodec.Decode(ReadingsCodec.Encode([new("aa:bb:cc:dd:ee:0f", -61)]).AsSpan(..^1)));
}

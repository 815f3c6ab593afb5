using FsCheck;
using FsCheck.Fluent;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Fingerprints;

public sealed class BssidTests
{
    [Theory]
    [InlineData("00:b8:c2:0a:0b:0c")]
    [InlineData("00:B8:C2:0A:0B:0C")]
    [InlineData("00-b8-C2-0a-0b-0c")]
    [InlineData("00b8.c20a.0b0c")]
    [InlineData("00.b8.c2.0a.0b.0c")]
    [InlineData("00B8C20A0B0C")]
    [InlineData("0:b8:c2:a:b:c")]
    [InlineData("  00:b8:c2:0a:0b:0c\t")]
    public void Canonicalise_WritesEverySpellingAlike(string spelling)
    {
        Assert.Equal("00:b8:c2:0a:0b:0c", Bssid.Canonicalise(spelling, out string? reason));
        Assert.Null(reason);
    }

    [Theory]
    [InlineData("00:00:00:00:00:00", "all-zero BSSID")]
    [InlineData("000000000000", "all-zero BSSID")]
    [InlineData("FF-FF-FF-FF-FF-FF", "broadcast BSSID")]
    [InlineData("01:00:5e:00:00:fb", "multicast BSSID")]
    [InlineData("01005e901000", "documentation BSSID")]
    [InlineData("00:00:5E:00:53:2a", "documentation BSSID")]
    [InlineData("   ", "empty identifier")]
    public void Canonicalise_SaysWhyAnIdentifierIsUnusable(string identifier, string expected)
    {
        Assert.Null(Bssid.Canonicalise(identifier, out string? reason));
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void Canonicalise_RejectsAnIdentifierThatIsTooLong()
    {
        Assert.NotNull(Bssid.Canonicalise(new string('x', Bssid.MaximumLength), out _));
        Assert.Null(Bssid.Canonicalise(new string('x', Bssid.MaximumLength + 1), out _));
    }

    [Theory]
    [InlineData("417")]
    [InlineData("WAP001")]
    [InlineData("00:b8:c2:0a:0b")]
    [InlineData("00:b8:c2:0a:0b:0g")]
    [InlineData("00:b8:c2:0a:0b:00c")]
    [InlineData("00:b8-c2:0a:0b:0c")]
    [InlineData("00::c2:0a:0b:0c")]
    [InlineData("00b8:c20a:0b0c")]
    public void Canonicalise_KeepsWhatIsNoBssid(string identifier) =>
        Assert.Equal(identifier, Bssid.Canonicalise(identifier, out _));

    [Fact]
    public void Canonicalise_IsIdempotent() => Prop.ForAll(Identifiers().ToArbitrary(), identifier =>
    {
        string? once = Bssid.Canonicalise(identifier, out _);
        Assert.True(once is null || Bssid.Canonicalise(once, out _) == once, identifier);
    }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("02:b8:c2:0a:0b:0c", true)]
    [InlineData("DE-b8-c2-0a-0b-0c", true)]
    [InlineData("00:b8:c2:0a:0b:0c", false)]
    [InlineData("417", false)]
    public void IsLocallyAdministered_LooksAtTheBit(string identifier, bool expected) =>
        Assert.Equal(expected, Bssid.IsLocallyAdministered(identifier));

    static Gen<string> Identifiers() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null),
        Gen.Elements("0123456789abcdefABCDEF:-. x".ToCharArray()).ArrayOf()
            .Select(characters => new string(characters)),
        Gen.Elements("0", "1a", "B", "ff").ArrayOf(6).Zip(Gen.Elements(":", "-", ".", ""))
            .Select(pair => string.Join(pair.Item2, pair.Item1)));
}

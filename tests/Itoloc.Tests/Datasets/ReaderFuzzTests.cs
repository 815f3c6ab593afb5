using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Itoloc.Datasets;
using Itoloc.Fingerprints;

namespace Itoloc.Tests.Datasets;

/// <summary>
/// Whatever bytes a reader gets, it answers with scans, complaints and at most an <see cref="InvalidDataException"/>.
/// </summary>
public sealed class ReaderFuzzTests
{
    public static TheoryData<string> ImporterNames => [.. Importers.All.Select(importer => importer.Name)];

    [Theory, MemberData(nameof(ImporterNames))]
    public void Importer_SurvivesDamagedFiles(string name)
    {
        using var folder = new TemporaryFolder();
        string fixture = TestData.Fixture(name);
        string[] files = [.. Directory.GetFiles(fixture, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)];
        foreach (string file in files) folder.Write(Path.GetRelativePath(fixture, file), File.ReadAllBytes(file));
        IImporter importer = Importers.Find(name)!;

        Check(files.Length, (target, damage) =>
        {
            string file = files[target];
            string copy = folder.Write(Path.GetRelativePath(fixture, file), damage(File.ReadAllBytes(file)));
            AssertReads(report => importer.Read(folder.Path, report));
            File.Copy(file, copy, overwrite: true);
        });
    }

    [Theory, MemberData(nameof(ImporterNames))]
    public void Importer_SurvivesADamagedZip(string name)
    {
        using var folder = new TemporaryFolder();
        string zip = folder.File("set.zip");
        ZipFile.CreateFromDirectory(TestData.Fixture(name), zip);
        byte[] whole = File.ReadAllBytes(zip);

        Check(1, (_, damage) =>
        {
            File.WriteAllBytes(zip, damage(whole));
            AssertReads(report => Importers.Find(name)!.Read(zip, report));
        });
    }

    [Theory, InlineData(false), InlineData(true)]
    public void ScanLog_SurvivesDamage(bool gzip)
    {
        byte[] whole = File.ReadAllBytes(TestData.Fixture("scan-log/log.jsonl"));
        if (gzip) whole = TemporaryFolder.Gzip(whole);

        Check(1, (_, damage) => AssertReads(report => ScanLog.Read(new MemoryStream(damage(whole)), "log", report)));
    }

    static void AssertReads(Func<ReadReport, IEnumerable<Scan>> read)
    {
        int scans = 0;
        var report = new ReadReport(line => Assert.True(line.Reason.Length < 300, line.Reason));
        try
        {
            foreach (Scan scan in read(report))
            {
                scans++;
                Assert.All(scan.Readings, reading => Assert.True(Reading.IsValidDbm(reading.RssiDbm)));
                Assert.True(double.IsFinite(scan.X ?? 0) && double.IsFinite(scan.Y ?? 0));
            }
        }
        catch (InvalidDataException)
        {
            // Says in one line what is wrong.
        }
        Assert.InRange(scans, 0, 100);
        Assert.InRange(report.SkippedLines, 0, 100);
    }

    /// <summary>
    /// Runs with one of several targets and a damage: bytes changed, a piece cut out or doubled, the end cut off.
    /// </summary>
    static void Check(int targets, Action<int, Func<byte[], byte[]>> run)
    {
        Gen<(int, int, int, int, int)> gen =
            from target in Gen.Choose(0, targets - 1)
            from kind in Gen.Choose(0, 3)
            from at in Gen.Choose(0, 9999)
            from length in Gen.Choose(1, 30)
            from value in Gen.Choose(0, 255)
            select (target, kind, at, length, value);
        Prop.ForAll(gen.ToArbitrary(), damage =>
        {
            (int target, int kind, int at, int length, int value) = damage;
            run(target, bytes => Damage(bytes, kind, at, length, (byte)value));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    static byte[] Damage(byte[] bytes, int kind, int at, int length, byte value)
    {
        int start = at * bytes.Length / 10_000;
        int end = Math.Min(start + length, bytes.Length);
        return kind switch
        {
            0 => [.. bytes[..start], value, .. bytes[Math.Min(start + 1, bytes.Length)..]],
            1 => [.. bytes[..start], .. bytes[end..]],
            2 => [.. bytes[..end], .. bytes[start..]],
            _ => bytes[..start],
        };
    }
}

using Itoloc.Datasets;
using Itoloc.Fingerprints;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Fingerprints;

/// <summary>Grouping on real surveys (training rows only): BSSIDs heard → features.</summary>
public sealed class AccessPointSurveyTests
{
    [Theory]
    [InlineData("csu-het", "csu-het.zip", "glover.csv", 78, 26)]
    [InlineData("csu-het", "csu-het.zip", "engr0.csv", 209, 84)]
    [InlineData("csu-het", "csu-het.zip", "libstudy.csv", 339, 134)]
    [InlineData("mtloc", "mtloc-office-01-26.zip", "_01_200925_training.csv", 124, 123)]
    public void Build_FindsTheRadios(string importer, string file, string entry, int bssids, int features)
    {
        var index = AccessPointIndex.Build(Importers.Find(importer)!.ReadEntries(TestData.Real(file), new ReadReport())
            .Where(imported => !imported.Entry.StartsWith("test/", StringComparison.Ordinal) &&
                imported.Entry.EndsWith(entry, StringComparison.Ordinal))
            .Select(imported => imported.Scan));

        Assert.Equal((bssids, features), (index.Features.Sum(feature => feature.Members.Count), index.Count));
    }
}

namespace Itoloc.Tests.Datasets;

/// <summary>The real data sets, which are not part of the repository: a test that needs one skips, visibly, without it.</summary>
static class RealData
{
    public static string PathOf(string file)
    {
        string folder = Environment.GetEnvironmentVariable("ITOLOC_DATA")
            ?? Path.Combine(RepositoryRoot(), "..", "shared", "data");
        string path = Path.Combine(folder, file);
        Assert.SkipUnless(File.Exists(path), $"{file} is not in {folder} (set ITOLOC_DATA)");
        return path;
    }

    static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Itoloc.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("No Itoloc.slnx above the tests.");
    }
}

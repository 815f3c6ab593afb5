namespace Itoloc.Tests.Datasets;

/// <summary>Where the tests' data are.</summary>
static class TestData
{
    /// <summary>A small fixture of the repository, written by hand.</summary>
    public static string Fixture(string name) =>
        Path.Combine(RepositoryRoot(), "tests", "Itoloc.Tests", "Fixtures", name);

    /// <summary>A real data set, which is not part of the repository: without it the test skips, visibly.</summary>
    public static string Real(string file)
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
        while (folder is not null && !File.Exists(Path.Combine(folder, "Itoloc.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("No Itoloc.slnx above the tests.");
    }
}

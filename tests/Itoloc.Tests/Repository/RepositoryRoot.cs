namespace Itoloc.Tests.Repository;

/// <summary>The working copy these tests were built from.</summary>
static class RepositoryRoot
{
    static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", "runs", ".git"];

    public static string Path { get; } = Find(AppContext.BaseDirectory);

    /// <summary>All files of a kind, in ordinal order, paths relative to the root with '/' separators.</summary>
    public static IEnumerable<string> Files(string pattern, string folder = "") => Directory
        .EnumerateFiles(System.IO.Path.Combine(Path, folder), pattern, SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(NotOurs.Contains))
        .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Itoloc.slnx"))
            ? folder
            : Find(Directory.GetParent(folder)?.FullName
                ?? throw new InvalidOperationException("The tests do not lie below Itoloc.slnx."));
}

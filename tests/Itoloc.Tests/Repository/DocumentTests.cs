using System.Text.RegularExpressions;

namespace Itoloc.Tests.Repository;

/// <summary>What the documents promise must be there.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Links_Resolve()
    {
        var broken =
            from document in RepositoryRoot.Files("*.md")
            from Match link in Link().Matches(RepositoryRoot.Read(document))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Resolves(document, target)
            select $"{document}: {target}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Contributing_IsShort() =>
        Assert.InRange(RepositoryRoot.Read("CONTRIBUTING.md").Split('\n').Length, 20, 61);

    [Theory]
    [InlineData("test.sh")]
    [InlineData(".ci/run")]
    public void Script_IsExecutable(string script)
    {
        if (OperatingSystem.IsWindows()) return; // Windows has no executable bit.

        Assert.True(File.GetUnixFileMode(Path.Combine(RepositoryRoot.Path, script)).HasFlag(UnixFileMode.UserExecute));
    }

    static bool Resolves(string document, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0
            ? Path.Combine(RepositoryRoot.Path, document)
            : Path.Combine(RepositoryRoot.Path, Path.GetDirectoryName(document)!, parts[0]);
        return Path.Exists(file) && (parts.Length == 1 || Anchors(file).Contains(parts[1]));
    }

    /// <summary>The anchors of a document's headings, as GitHub makes them.</summary>
    static IEnumerable<string> Anchors(string file) => File.ReadLines(file)
        .Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim(), "").Replace(' ', '-')
            .ToLowerInvariant());

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N}\-_ ]")]
    private static partial Regex NotInAnchor();
}

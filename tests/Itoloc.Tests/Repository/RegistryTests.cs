namespace Itoloc.Tests.Repository;

/// <summary>Packages come from whatever registry the user's own tools are set to; the repository names none.</summary>
public sealed class RegistryTests
{
    // In pieces, so that this file does not hold what it forbids.
    static readonly string[] Hosts =
        [.. new[] { "nuget", "npmjs", "yarnpkg", "pypi", "crates", "myget" }
            .SelectMany(name => new[] { "org", "com", "io" }, (name, domain) => $"{name}.{domain}")];

    static readonly string[] Texts =
        ["*.md", "*.cs", "*.csproj", "*.props", "*.targets", "*.slnx", "*.json", "*.config", "*.sh", "*.py", "run", "*.npmrc"];

    [Fact]
    public void Files_NameNoPackageRegistry()
    {
        var named =
            from pattern in Texts
            from file in RepositoryRoot.Files(pattern)
            let text = RepositoryRoot.Read(file)
            from host in Hosts
            where text.Contains(host, StringComparison.OrdinalIgnoreCase)
            select $"{file}: {host}";

        Assert.Empty(named);
    }
}

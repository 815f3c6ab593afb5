using System.Xml.Linq;

namespace Itoloc.Tests.Repository;

/// <summary>The dependency direction of docs/architecture.md: a rule, not a wish.</summary>
public sealed class ProjectReferenceTests
{
    [Theory]
    [InlineData("Itoloc.Nn", "", "System.Numerics.Tensors")]
    [InlineData("Itoloc", "Itoloc.Nn", "CsvHelper")]
    [InlineData("Itoloc.Evaluation", "Itoloc", "")]
    [InlineData("Itoloc.Server", "Itoloc", "Microsoft.AspNetCore.OpenApi Microsoft.EntityFrameworkCore.Sqlite Npgsql.EntityFrameworkCore.PostgreSQL "
        + "OpenTelemetry.Exporter.OpenTelemetryProtocol OpenTelemetry.Exporter.Prometheus.AspNetCore OpenTelemetry.Extensions.Hosting "
        + "OpenTelemetry.Instrumentation.AspNetCore Quartz")]
    [InlineData("Itoloc.Cli", "Itoloc.Evaluation Itoloc.Server", "Spectre.Console System.CommandLine")]
    public void Project_ReferencesExactly(string project, string projects, string packages)
    {
        var file = XDocument.Parse(RepositoryRoot.Read($"src/{project}/{project}.csproj"));

        Assert.Equal(projects, Included(file, "ProjectReference", Path.GetFileNameWithoutExtension));
        Assert.Equal(packages, Included(file, "PackageReference", name => name));
    }

    [Fact]
    public void Sources_AreTheProjectsThatHaveARule()
    {
        var projects = RepositoryRoot.Files("*.csproj", "src").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(["Itoloc.Cli", "Itoloc.Evaluation", "Itoloc.Nn", "Itoloc.Server", "Itoloc"], projects);
    }

    [Fact]
    public void ProjectFiles_NameNoVersion()
    {
        foreach (var file in RepositoryRoot.Files("*.csproj"))
        {
            Assert.DoesNotContain("Version=", RepositoryRoot.Read(file), StringComparison.Ordinal);
        }
    }

    static string Included(XDocument file, string element, Func<string, string?> name) => string.Join(' ', file
        .Descendants(element)
        .Select(reference => name(reference.Attribute("Include")!.Value))
        .Order(StringComparer.Ordinal));
}

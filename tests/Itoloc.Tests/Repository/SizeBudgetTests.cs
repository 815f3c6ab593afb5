namespace Itoloc.Tests.Repository;

/// <summary>Keeps the sources small. Raising a number is a one-line change that a reviewer sees.</summary>
public sealed class SizeBudgetTests(ITestOutputHelper output)
{
    const int LinesInAFile = 300;

    static readonly (string Project, int Lines)[] Budgets =
    [
        ("Itoloc.Nn", 4_400),
        ("Itoloc", 8_600),
        ("Itoloc.Evaluation", 9_500),
        ("Itoloc.Server", 10_500),
        ("Itoloc.Cli", 1_800),
    ];

    [Fact]
    public void Projects_StayWithinTheirBudget()
    {
        List<string> over = [];
        foreach (var (project, budget) in Budgets)
        {
            var files = Sources(project).ToList();
            var lines = files.Sum(file => file.Lines);
            output.WriteLine($"{project,-20}{files.Count,4} files {lines,6:N0} of {budget,6:N0} lines");
            if (lines > budget) over.Add($"{project} has {lines} lines, budget {budget}");
        }

        Assert.Empty(over);
    }

    [Fact]
    public void Files_StayWithinTheirBudget()
    {
        var longest = Budgets.SelectMany(budget => Sources(budget.Project)).OrderByDescending(file => file.Lines).ToList();
        foreach (var (file, lines) in longest.Take(10)) output.WriteLine($"{lines,5} {file}");

        Assert.DoesNotContain(longest, file => file.Lines > LinesInAFile);
    }

    static IEnumerable<(string File, int Lines)> Sources(string project) => RepositoryRoot
        .Files("*.cs", $"src/{project}")
        .Select(file => (file, RepositoryRoot.Read(file).Count(character => character == '\n')));
}

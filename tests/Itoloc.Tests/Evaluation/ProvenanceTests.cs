using Itoloc.Evaluation.Benchmarking;
using Itoloc.Tests.Datasets;

namespace Itoloc.Tests.Evaluation;

public sealed class ProvenanceTests
{
    const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData(".git/HEAD", Commit)]
    [InlineData(".git/refs/heads/main", Commit)]
    [InlineData(".git/packed-refs", "# pack-refs\n" + Commit + " refs/heads/main")]
    public void CommitAround_FindsTheCommit(string file, string content)
    {
        using var folder = new TemporaryFolder();
        folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        folder.Write(file, content + "\n");

        Assert.Equal(Commit, Provenance.CommitAround(folder.File("src/deep")));
    }

    [Fact]
    public void CommitAround_FindsTheCommit_OfALinkedWorktree()
    {
        using var folder = new TemporaryFolder();
        folder.Write("main/.git/refs/heads/branch", Commit);
        folder.Write("main/.git/worktrees/wt/HEAD", "ref: refs/heads/branch\n");
        folder.Write("main/.git/worktrees/wt/commondir", "../..\n");
        folder.Write("wt/.git", "gitdir: ../main/.git/worktrees/wt\n");

        Assert.Equal(Commit, Provenance.CommitAround(folder.File("wt")));
    }

    [Fact]
    public void CommitAround_FindsNothing_WhenTheBranchHasNoCommit()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".git/HEAD", "ref: refs/heads/main\n");

        Assert.Null(Provenance.CommitAround(folder.Path));
    }

    [Fact]
    public void HashOf_IsSha256()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            Provenance.HashOf(folder.Write("abc", "abc")));
    }

    [Fact]
    public void Processor_HasAName() => Assert.NotEmpty(Provenance.Processor());
}

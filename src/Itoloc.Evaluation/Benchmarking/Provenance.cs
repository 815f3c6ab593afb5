using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Itoloc.Evaluation.Benchmarking;

/// <summary>Where a result comes from: which data, which program, which processor.</summary>
static class Provenance
{
    /// <summary>SHA-256 of a file, lower-case hexadecimal.</summary>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>The commit checked out in the repository around a folder, or null outside of one.</summary>
    public static string? CommitAround(string folder)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            string git = Path.Combine(place.FullName, ".git");
            if (Directory.Exists(git))
                return ReadHead(git);
            if (File.Exists(git)) // a linked worktree: "gitdir: <folder>"
                return ReadHead(Path.Combine(place.FullName, File.ReadAllText(git)["gitdir:".Length..].Trim()));
        }
        return null;
    }

    /// <summary>The processor's name as the operating system gives it.</summary>
    public static string Processor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        string? name = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return name?[(name.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    static string? ReadHead(string gitFolder)
    {
        string head = File.ReadAllText(Path.Combine(gitFolder, "HEAD")).Trim();
        if (!head.StartsWith("ref: ", StringComparison.Ordinal))
            return head;
        string reference = head["ref: ".Length..];
        string common = Path.Combine(gitFolder, "commondir");
        string refs = File.Exists(common) ? Path.Combine(gitFolder, File.ReadAllText(common).Trim()) : gitFolder;
        string loose = Path.Combine(refs, reference), packed = Path.Combine(refs, "packed-refs");
        if (File.Exists(loose))
            return File.ReadAllText(loose).Trim();
        if (!File.Exists(packed))
            return null;
        // "<commit> <reference>"
        return File.ReadLines(packed).Select(line => line.Split(' ')).FirstOrDefault(l => l[^1] == reference)?[0];
    }
}

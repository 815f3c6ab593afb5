namespace Itoloc.Cli;

/// <summary>Checks of paths before the work begins, so that a long command does not fail at its end.</summary>
static class Paths
{
    /// <summary>Requires a file that exists.</summary>
    /// <param name="path">The path as the user gave it.</param>
    /// <param name="directoryAdvice">What to do instead of naming a directory.</param>
    public static void RequireFile(string path, string directoryAdvice = "")
    {
        if (Directory.Exists(path))
        {
            throw new CommandFailedException($"'{path}' is a directory; give a file{directoryAdvice}");
        }
        if (!File.Exists(path))
        {
            throw new CommandFailedException($"there is no file '{path}'; check the path");
        }
    }

    /// <summary>Requires a file or folder that exists.</summary>
    public static void RequireFileOrFolder(string path)
    {
        if (!Path.Exists(path))
        {
            throw new CommandFailedException($"there is no file or folder '{path}'; check the path");
        }
    }

    /// <summary>Requires that a file can be written at <paramref name="path"/>; an existing one is left as it is.</summary>
    public static void RequireWritable(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CommandFailedException($"cannot write '{path}': it is a directory; give a file name");
        }
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new CommandFailedException($"cannot write '{path}': there is no folder '{folder}'; make it first");
        }
        try
        {
            // Outputs are written beside their final name, so what counts is whether the folder takes a new file.
            var probe = Path.Combine(folder, $".{Path.GetFileName(path)}.probe");
            using var file = new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandFailedException($"cannot write '{path}': no permission in '{folder}'");
        }
    }
}

namespace Itoloc.Evaluation;

/// <summary>Writes files whole or not at all.</summary>
static class Files
{
    /// <summary>Writes a text; an old file stands until the new one is whole.</summary>
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string partial = path + ".partial";
        File.WriteAllText(partial, text);
        File.Move(partial, path, overwrite: true);
    }
}

namespace Itoloc.Cli;

/// <summary>A model as the command line names it: a file, or standard input or output.</summary>
static class ModelFile
{
    /// <exception cref="CommandFailedException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a whole model.</exception>
    public static Localizer Load(string path, Shell shell)
    {
        if (path != CommonArguments.Standard)
        {
            Paths.RequireFile(path);
            return Localizer.Load(path);
        }
        using var copy = new ScratchFolder();
        var file = copy.File("standard input");
        using (var stream = File.Create(file)) shell.Input.CopyTo(stream);
        return Localizer.Load(file);
    }

    /// <summary>Writes the whole model or nothing.</summary>
    public static void Save(Localizer model, string path, Shell shell)
    {
        if (path != CommonArguments.Standard)
        {
            model.Save(path);
            return;
        }
        using var copy = new ScratchFolder();
        var file = copy.File("model");
        model.Save(file);
        using var stream = File.OpenRead(file);
        stream.CopyTo(shell.Output);
    }
}

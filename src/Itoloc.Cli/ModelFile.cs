namespace Itoloc.Cli;

/// <summary>A model as the command line names it: a file, or standard input or output.</summary>
static class ModelFile
{
    /// <exception cref="CommandFailedException">There is no such file, or it is not a whole model.</exception>
    public static Localizer Load(string path, Shell shell)
    {
        if (path != CommonArguments.Standard)
        {
            Paths.RequireFile(path);
            return LoadFile(path, $"'{path}'");
        }
        using var copy = new ScratchFolder();
        var file = copy.File("model");
        using (var stream = File.Create(file))
        {
            shell.Input.CopyTo(stream);
        }
        return LoadFile(file, "standard input");
    }

    static Localizer LoadFile(string path, string name)
    {
        try
        {
            return Localizer.Load(path);
        }
        catch (InvalidDataException damage)
        {
            throw new CommandFailedException($"cannot load the model from {name}: {damage.Message}");
        }
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

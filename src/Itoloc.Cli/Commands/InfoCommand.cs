using System.CommandLine;
using System.Text.Json;

namespace Itoloc.Cli.Commands;

/// <summary><c>itoloc info</c>: what a model is.</summary>
static class InfoCommand
{
    public static Command Create(Shell shell)
    {
        var model = CommonArguments.Path("MODEL", "The model file; - is standard input.");
        var json = CommonArguments.Json();
        var command = new DocumentedCommand("info",
            "Tell what a model was made of: site, floors, devices, preset, history, and each access point's fate.",
            "itoloc info library.itoloc")
        {
            model, json,
        };
        command.SetAction(parsed =>
        {
            var description = ModelFile.Load(parsed.GetRequiredValue(model), shell).Description;
            if (parsed.GetValue(json)) shell.Results.WriteLine(JsonSerializer.Serialize(ToJson(description), JsonOutput.Document));
            else Write(shell.Results, description);
            return CommandLine.Done;
        });
        return command;
    }

    static object ToJson(ModelDescription model) => new
    {
        model.Site,
        Preset = Lower(model.Preset),
        model.Seed,
        model.TrainingScans,
        ReferencePoints = model.Floors.Sum(floor => floor.ReferencePoints),
        Centroid = new[] { model.Centroid.X, model.Centroid.Y },
        model.Devices,
        model.Floors,
        AccessPoints = model.AccessPoints.Select(accessPoint => new
        {
            accessPoint.Name,
            Used = accessPoint.IsUsed,
            accessPoint.Reason,
        }),
        model.History,
    };

    static void Write(TextWriter output, ModelDescription model)
    {
        output.WriteLine($"site              {model.Site ?? "(not named)"}");
        output.WriteLine($"preset            {Lower(model.Preset)}, seed {model.Seed}");
        output.WriteLine($"trained on        {model.TrainingScans:N0} labelled scans at "
            + $"{model.Floors.Sum(floor => floor.ReferencePoints):N0} reference points");
        output.WriteLine($"devices           {(model.Devices.Count > 0 ? string.Join(", ", model.Devices) : "(not named)")}");
        foreach (var floor in model.Floors)
        {
            output.WriteLine($"building, floor   {floor.Building ?? "-"}, {floor.Floor ?? "-"}: "
                + $"{floor.ReferencePoints:N0} reference points, {floor.Scans:N0} scans");
        }
        foreach (var step in model.History) output.WriteLine($"history           {step}");
        output.WriteLine($"access points     {model.AccessPoints.Count(accessPoint => accessPoint.IsUsed):N0} used, "
            + $"{model.AccessPoints.Count(accessPoint => !accessPoint.IsUsed):N0} not");
        foreach (var accessPoint in model.AccessPoints)
        {
            output.WriteLine($"  {(accessPoint.IsUsed ? "used" : "not ")}  {accessPoint.Name}  {accessPoint.Reason}");
        }
    }

    static string Lower(Training.Preset preset) => preset.ToString().ToLowerInvariant();
}

using System.Numerics;
using Itoloc.Datasets.Simulation;
using Itoloc.Fingerprints;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Itoloc.Server.Surveys;

namespace Itoloc.Server.Demo;

/// <summary>Sets the simulated building up as an operator would: site, plan, regions, survey.</summary>
sealed class DemoSite(
    ItolocContext context, Register register, FloorMap map, FloorVersions floors, Ingest ingest, ServeOptions options,
    TimeProvider clock)
{
    public async Task<Site> MakeAsync(string name, Scenario scenario, CancellationToken cancellation)
    {
        context.Sites.Add(new Site { Name = name, Created = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        await context.SaveChangesAsync(cancellation);
        await register.RefreshAsync(cancellation);
        Site site = register.SiteOf(name)!;
        Floor floor = await FloorsApi.FindOrMakeAsync(context, map, site, scenario.Name, scenario.Floor, cancellation);
        Vector2 size = DemoPlan.Size(scenario);
        (floor.Width, floor.Height) = (size.X, size.Y);
        await floors.SetPlanAsync(floor, PlanImage.Svg, PlanSvg.Clean(DemoPlan.Draw(scenario)), cancellation);
        foreach (Datasets.Simulation.Region region in scenario.Regions)
            context.Regions.Add(new Sites.Region { FloorId = floor.Id, Name = region.Name, Polygon = DemoPlan.Polygon(region) });
        await context.SaveChangesAsync(cancellation);
        IReadOnlyList<Scan> survey = [.. new SimulatedBuilding(scenario, options.DemoSeed).Survey(scansPerPoint: options.DemoScansPerPoint)];
        await ingest.StoreSurveyAsync(site, "demo", survey, cancellation);
        return site;
    }
}

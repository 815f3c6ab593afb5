using System.Text.Json;
using System.Text.Json.Nodes;
using Itoloc.Server.Http;
using Itoloc.Server.Keys;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Sites;

/// <summary>Keeps what a floor was before each change, and brings it back. Nothing is saved by itself.</summary>
sealed class FloorVersions(ItolocContext context, TimeProvider clock)
{
    /// <summary>Notes what a part of a floor is now; to be called before it is changed.</summary>
    public async Task KeepAsync(Floor floor, string kind, AccessKey by, CancellationToken cancellation)
    {
        FloorPlan? plan = kind == FloorVersion.Plan
            ? await context.FloorPlans.AsNoTracking().SingleOrDefaultAsync(plan => plan.FloorId == floor.Id, cancellation)
            : null;
        context.FloorVersions.Add(new FloorVersion
        {
            FloorId = floor.Id,
            Time = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            KeyId = by.PublicId,
            Kind = kind,
            ContentType = plan?.ContentType,
            Content = kind switch
            {
                FloorVersion.Plan => plan?.Image,
                FloorVersion.Regions => await RegionsAsync(floor, cancellation),
                _ => Facts(floor),
            },
        });
    }

    /// <summary>Puts back what a version holds, after keeping what it replaces.</summary>
    public async Task RestoreAsync(Floor floor, FloorVersion version, AccessKey by, CancellationToken cancellation)
    {
        await KeepAsync(floor, version.Kind, by, cancellation);
        switch (version.Kind)
        {
            case FloorVersion.Plan:
                await SetPlanAsync(floor, version.ContentType, version.Content, cancellation);
                break;
            case FloorVersion.Regions:
                await SetRegionsAsync(floor, version.Content, cancellation);
                break;
            default:
                FloorRequest facts = JsonSerializer.Deserialize(version.Content, ApiJson.Default.FloorRequest)!;
                Set(floor, facts);
                break;
        }
    }

    /// <summary>Sets a floor's size and georeference.</summary>
    public static void Set(Floor floor, FloorRequest facts)
    {
        (floor.Width, floor.Height) = (facts.Width, facts.Height);
        floor.Georeference = facts.Georeference is null
            ? null
            : JsonSerializer.Serialize([.. facts.Georeference], ApiJson.Default.ControlPointArray);
    }

    static byte[] Facts(Floor floor) => JsonSerializer.SerializeToUtf8Bytes(
        new FloorRequest(floor.Width, floor.Height, floor.Georeference is null
            ? null
            : JsonSerializer.Deserialize(floor.Georeference, ApiJson.Default.ControlPointArray)),
        ApiJson.Default.FloorRequest);

    /// <summary>Sets, or with null removes, a floor's picture.</summary>
    public async Task SetPlanAsync(Floor floor, string? type, byte[]? image, CancellationToken cancellation)
    {
        FloorPlan? plan = await context.FloorPlans.SingleOrDefaultAsync(plan => plan.FloorId == floor.Id, cancellation);
        if (image is null || type is null)
        {
            if (plan is not null)
                context.FloorPlans.Remove(plan);
        }
        else if (plan is null)
        {
            context.FloorPlans.Add(new FloorPlan { FloorId = floor.Id, ContentType = type, Image = image });
        }
        else
        {
            (plan.ContentType, plan.Image) = (type, image);
        }
    }

    async Task<byte[]> RegionsAsync(Floor floor, CancellationToken cancellation)
    {
        var regions = await context.Regions.AsNoTracking().Where(region => region.FloorId == floor.Id)
            .OrderBy(region => region.Id).ToListAsync(cancellation);
        JsonArray list = new([.. regions.Select(region =>
            (JsonNode)new JsonObject { ["name"] = region.Name, ["polygon"] = region.Polygon })]);
        return System.Text.Encoding.UTF8.GetBytes(list.ToJsonString());
    }

    async Task SetRegionsAsync(Floor floor, byte[]? content, CancellationToken cancellation)
    {
        await context.Regions.Where(region => region.FloorId == floor.Id).ExecuteDeleteAsync(cancellation);
        foreach (JsonNode? region in JsonNode.Parse(content ?? "[]"u8)!.AsArray())
        {
            context.Regions.Add(new Region
            {
                FloorId = floor.Id,
                Name = (string)region!["name"]!,
                Polygon = (string)region["polygon"]!,
            });
        }
    }
}

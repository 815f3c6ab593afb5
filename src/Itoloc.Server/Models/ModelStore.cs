using System.Security.Cryptography;
using Itoloc.Server.Audit;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Models;

/// <summary>How a model came to be: see <see cref="ModelVersion"/>.</summary>
sealed record ModelOrigin(
    string Kind, double? ValidationError = null, long? BaseModelId = null, long? ScansUntil = null, string? Report = null);

/// <summary>The versions of every site's model, which of them answers, and which is watched before it may.</summary>
sealed class ModelStore(
    ItolocContext context, Register register, ServedModels served, AuditLog audit, ServeOptions options,
    TimeProvider clock)
{
    /// <summary>Keeps a model as the site's next version. It answers nobody until it is promoted.</summary>
    public async Task<ModelVersion> AddAsync(
        Site site, Localizer model, ModelOrigin origin, CancellationToken cancellation)
    {
        byte[] bytes = await WithFileAsync(async path =>
        {
            model.Save(path);
            return await File.ReadAllBytesAsync(path, cancellation);
        });
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        int last = await context.Models.Where(version => version.SiteId == site.Id).MaxAsync(version => (int?)version.Version, cancellation) ?? 0;
        ModelVersion version = new()
        {
            SiteId = site.Id,
            Version = last + 1,
            Created = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Kind = origin.Kind,
            Scans = model.Rows.Count,
            Preset = model.Preset.ToString().ToLowerInvariant(),
            Seed = model.Seed,
            ValidationError = origin.ValidationError,
            BaseModelId = origin.BaseModelId,
            ScansUntil = origin.ScansUntil,
            Report = origin.Report,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        };
        context.Models.Add(version);
        await context.SaveChangesAsync(cancellation);
        context.ModelContents.Add(new ModelContent { ModelId = version.Id, Bytes = bytes });
        audit.Add(site.Id, null, "model.add", $"version {version.Version} by {origin.Kind}, {version.Scans} scans");
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return version;
    }

    /// <summary>Reads a model; null when there is none of that id.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public async Task<ServedModel?> LoadAsync(long modelId, CancellationToken cancellation)
    {
        if (await FindAsync(modelId, cancellation) is not { } version)
            return null;
        byte[] bytes = await ContentAsync(version, cancellation);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != version.Sha256)
            throw new InvalidDataException($"Version {version.Version} is damaged: its checksum does not match.");
        Localizer localizer = await WithFileAsync(async path =>
        {
            await File.WriteAllBytesAsync(path, bytes, cancellation);
            return Localizer.Load(path);
        });
        return new ServedModel(version.Id, version.Version, localizer);
    }

    /// <summary>A version by its number in the database; null when there is none.</summary>
    public Task<ModelVersion?> FindAsync(long modelId, CancellationToken cancellation) =>
        context.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Id == modelId, cancellation);

    /// <summary>The model file of a version.</summary>
    public async Task<byte[]> ContentAsync(ModelVersion version, CancellationToken cancellation) =>
        (await context.ModelContents.AsNoTracking().SingleAsync(content => content.ModelId == version.Id, cancellation)).Bytes;

    /// <summary>Lets a version answer from now on; requests being answered are answered by the one before.</summary>
    public async Task PromoteAsync(Site site, ModelVersion version, AccessKey? by, CancellationToken cancellation)
    {
        // Loaded first: what cannot be read must not be promoted.
        ServedModel model = await LoadAsync(version.Id, cancellation) ?? throw new InvalidDataException("The version is gone.");
        Site stored = await context.Sites.SingleAsync(row => row.Id == site.Id, cancellation);
        context.Promotions.Add(new Promotion
        {
            SiteId = site.Id,
            ModelId = version.Id,
            PreviousModelId = stored.ActiveModelId,
            Time = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        stored.ActiveModelId = version.Id;
        (stored.ShadowModelId, stored.ShadowSince) = (null, null);
        audit.Add(site.Id, by, "model.promote", $"version {version.Version}");
        await context.SaveChangesAsync(cancellation);
        await register.RefreshAsync(cancellation);
        served.Swap(site.Id, model);
    }

    /// <summary>Lets the version before answer again; after an update, the site updates itself no more.</summary>
    public async Task RollBackAsync(Site site, ModelVersion previous, AccessKey? by, CancellationToken cancellation)
    {
        bool wasUpdate = await context.Models.AnyAsync(
            model => model.Id == site.ActiveModelId && model.BaseModelId == previous.Id, cancellation);
        if (wasUpdate)
        {
            audit.Add(site.Id, by, "site.updating", "only when asked for: an update was undone");
            (await context.Sites.SingleAsync(row => row.Id == site.Id, cancellation)).UpdatesItself = false;
        }
        await PromoteAsync(site, previous, by, cancellation);
    }

    /// <summary>Watches a version on live scans, or with null no version any more.</summary>
    public async Task ShadowAsync(Site site, ModelVersion? version, AccessKey? by, string why, CancellationToken cancellation)
    {
        Site stored = await context.Sites.SingleAsync(row => row.Id == site.Id, cancellation);
        stored.ShadowModelId = version?.Id;
        stored.ShadowSince = version is null ? null : clock.GetUtcNow().ToUnixTimeMilliseconds();
        audit.Add(site.Id, by, version is null ? "model.unshadow" : "model.shadow", version is null ? why : $"version {version.Version}: {why}");
        await context.SaveChangesAsync(cancellation);
        await register.RefreshAsync(cancellation);
    }

    /// <summary>The version that answered before the latest promotion; null when there was none.</summary>
    public async Task<ModelVersion?> PreviousAsync(Site site, CancellationToken cancellation)
    {
        long? previous = await context.Promotions.Where(promotion => promotion.SiteId == site.Id)
            .OrderByDescending(promotion => promotion.Id).Select(promotion => promotion.PreviousModelId).FirstOrDefaultAsync(cancellation);
        return await context.Models.AsNoTracking().SingleOrDefaultAsync(version => version.Id == previous, cancellation);
    }

    // Models are read and written by path.
    async Task<T> WithFileAsync<T>(Func<string, Task<T>> use)
    {
        string folder = Path.Combine(options.Data, "work");
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.itoloc");
        try
        {
            return await use(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

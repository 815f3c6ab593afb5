using System.Security.Cryptography;
using Itoloc.Server.Audit;
using Itoloc.Server.Keys;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itoloc.Server.Models;

/// <summary>The versions of every site's model, and which of them answers.</summary>
sealed class ModelStore(
    ItolocContext context, Register register, ServedModels served, AuditLog audit, ServeOptions options,
    TimeProvider clock)
{
    /// <summary>Keeps a model as the site's next version. It answers nobody until it is promoted.</summary>
    public async Task<ModelVersion> AddAsync(
        Site site, Localizer model, string kind, double? validationError, CancellationToken cancellation)
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
            Kind = kind,
            Scans = model.Rows.Count,
            Preset = model.Preset.ToString().ToLowerInvariant(),
            Seed = model.Seed,
            ValidationError = validationError,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        };
        context.Models.Add(version);
        await context.SaveChangesAsync(cancellation);
        context.ModelContents.Add(new ModelContent { ModelId = version.Id, Bytes = bytes });
        audit.Add(site.Id, null, "model.add", $"version {version.Version} by {kind}, {version.Scans} scans");
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return version;
    }

    /// <summary>Reads a model; null when there is none of that id.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public async Task<ServedModel?> LoadAsync(long modelId, CancellationToken cancellation)
    {
        ModelVersion? version = await context.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Id == modelId, cancellation);
        if (version is null)
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
        audit.Add(site.Id, by, "model.promote", $"version {version.Version}");
        await context.SaveChangesAsync(cancellation);
        await register.RefreshAsync(cancellation);
        served.Swap(site.Id, model);
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

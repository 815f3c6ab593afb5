using System.Collections.Concurrent;
using Itoloc.Server.Sites;
using Itoloc.Server.Storage;

namespace Itoloc.Server.Models;

/// <summary>
/// The models in memory, one a site. A site's model is replaced by swapping one reference; until the new one is loaded
/// the old one answers, so that serving never pauses.
/// </summary>
sealed class ServedModels(IServiceScopeFactory scopes, Register register, ServeOptions options, TimeProvider clock, ILogger<ServedModels> log)
{
    readonly ConcurrentDictionary<long, ServedModel> _bySite = [];
    readonly ConcurrentDictionary<long, Lazy<Task<ServedModel?>>> _loading = [];

    /// <summary>How many models are in memory.</summary>
    public int Count => _bySite.Count;

    /// <summary>The model that answers for a site now; null when none was ever promoted.</summary>
    public async ValueTask<ServedModel?> FindAsync(Site site)
    {
        // The caller's site may be a moment old; the register knows the latest pointer.
        long? active = (register.SiteOf(site.Id) ?? site).ActiveModelId;
        ServedModel? served = _bySite.GetValueOrDefault(site.Id);
        if (served is not null && (served.Id == active || active is null))
        {
            served.LastUsed = clock.GetTimestamp();
            return served;
        }
        if (active is not long id)
            return null;
        Task<ServedModel?> loading = LoadAsync(site.Id, id);
        return served is null || loading.IsCompleted ? await loading : served;
    }

    /// <summary>Puts a model in the place of the site's old one, whoever is being answered meanwhile.</summary>
    public void Swap(long siteId, ServedModel model)
    {
        model.LastUsed = clock.GetTimestamp();
        _bySite[siteId] = model;
        while (_bySite.Count > options.LoadedModels)
        {
            KeyValuePair<long, ServedModel> oldest = _bySite.MinBy(pair => pair.Value.LastUsed);
            _bySite.TryRemove(oldest);
        }
    }

    Task<ServedModel?> LoadAsync(long siteId, long modelId) =>
        _loading.GetOrAdd(modelId, _ => new(() => Task.Run(() => ReadAsync(siteId, modelId)))).Value;

    async Task<ServedModel?> ReadAsync(long siteId, long modelId)
    {
        try
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            ServedModel? model = await scope.ServiceProvider.GetRequiredService<ModelStore>().LoadAsync(modelId, CancellationToken.None);
            // A model promoted while this one was being read must not be replaced by it.
            if (model is not null && register.SiteOf(siteId)?.ActiveModelId == modelId)
                Swap(siteId, model);
            return model;
        }
        catch (InvalidDataException failure)
        {
            log.LogError("Model {Model} cannot be read: {Reason}", modelId, failure.Message);
            throw;
        }
        finally
        {
            _loading.TryRemove(modelId, out _);
        }
    }
}

namespace Itoloc.Server.Http;

/// <summary>
/// Lets only a few large bodies be in memory at once: the others wait at the door, so that the memory of all requests
/// together is bounded and not only that of each.
/// </summary>
sealed class LargeRequests : IDisposable
{
    const int AtOnce = 4;

    readonly SemaphoreSlim _door = new(AtOnce);

    /// <summary>Waits for a place, which the request keeps until it is answered; a second time does nothing.</summary>
    public async Task EnterAsync(HttpContext context)
    {
        if (context.Features.Get<Place>() is not null)
            return;
        await _door.WaitAsync(context.RequestAborted);
        Place place = new(_door);
        context.Features.Set(place);
        context.Response.RegisterForDispose(place);
    }

    public void Dispose() => _door.Dispose();

    sealed class Place(SemaphoreSlim door) : IDisposable
    {
        public void Dispose() => door.Release();
    }
}

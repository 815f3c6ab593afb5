namespace Itoloc.Server.Jobs;

/// <summary>
/// Runs minutes of arithmetic: not on a thread that requests are answered with, and after all of those.
/// </summary>
static class BackgroundThread
{
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        })
        { IsBackground = true, Name = name, Priority = ThreadPriority.Lowest };
        thread.Start();
        return done.Task;
    }
}

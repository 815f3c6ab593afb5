using System.Runtime.InteropServices;

namespace Itoloc.Server.Jobs;

/// <summary>
/// Runs minutes of arithmetic: not on a thread that requests are answered with, and after all of those.
/// </summary>
static class BackgroundThread
{
    /// <summary>
    /// On Linux, where the runtime's thread priorities mean nothing: a third of the share that a request has. With the weakest,
    /// 19, a job would stand still on a busy machine.
    /// </summary>
    const int Nice = 5;

    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            if (OperatingSystem.IsLinux())
                _ = SetPriority(0, 0, Nice);
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

    // Of this thread alone: Linux takes 0 for the calling thread, not for its process.
    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int SetPriority(int which, uint who, int nice);
}

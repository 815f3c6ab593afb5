using Itoloc.Server.Sites;

namespace Itoloc.Server.Jobs;

/// <summary>The work of one kind of job, registered under the kind's name.</summary>
interface IJobWork
{
    /// <summary>Does it. Begun again from the start when a process dies at it, so it must bear that.</summary>
    /// <param name="site">For which site.</param>
    /// <param name="parameters">As given to <see cref="JobQueue.AddAsync"/>, JSON.</param>
    /// <param name="progress">To be told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What came of it, in one line.</returns>
    /// <exception cref="InvalidDataException">It cannot be done; the message says why.</exception>
    Task<string> RunAsync(Site site, string parameters, JobProgress progress, CancellationToken cancellation);
}

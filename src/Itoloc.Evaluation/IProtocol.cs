namespace Itoloc.Evaluation;

/// <summary>A way to measure accuracy without a test row ever reaching training.</summary>
public interface IProtocol
{
    /// <summary>The name on the command line and in results, such as <c>cross-device</c>.</summary>
    string Name { get; }

    /// <summary>What is trained on and what is tested, in one sentence.</summary>
    string Description { get; }

    /// <summary>The data set's archive, a file name inside the data folder; null where the scans are simulated.</summary>
    string? Archive { get; }

    /// <summary>Reads the data and splits it.</summary>
    /// <param name="dataFolder">The folder that holds <see cref="Archive"/>.</param>
    /// <param name="quick">
    /// A smaller run for checks: every fourth training row and a few of the folds or test parts.
    /// </param>
    /// <exception cref="IOException">The archive is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged or holds other data.</exception>
    IEnumerable<Fold> Folds(string dataFolder, bool quick);
}

namespace Itoloc.Updating;

/// <summary>What an update did, and why.</summary>
public sealed record UpdateReport
{
    /// <summary>Whether the model changed; if not, the old one stands.</summary>
    public required bool IsAccepted { get; init; }

    /// <summary>The verdict in one line.</summary>
    public required string Verdict { get; init; }

    /// <summary>Scans given.</summary>
    public required int Scans { get; init; }

    /// <summary>Scans adopted with a pseudo-label.</summary>
    public required int Adopted { get; init; }

    /// <summary>What was found, accepted and rejected, each in a line with its reason.</summary>
    public required IReadOnlyList<string> Details { get; init; }
}

/// <summary>The result of an update.</summary>
/// <param name="Model">The updated model, or the old one where the update was not accepted.</param>
/// <param name="Report">What was done.</param>
public sealed record UpdateResult(Localizer Model, UpdateReport Report);

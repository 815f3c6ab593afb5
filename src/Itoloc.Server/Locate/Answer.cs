using Itoloc.Fingerprints;
using Itoloc.Server.Models;
using Itoloc.Server.Training;

namespace Itoloc.Server.Locate;

/// <summary>A scan, what it was answered, and by which model.</summary>
/// <param name="Scan">The scan, its time set right.</param>
/// <param name="Estimate">The answer; without a position where its region has no place.</param>
/// <param name="Model">The model that gave it.</param>
sealed record Answer(Scan Scan, LocationEstimate Estimate, ServedModel Model)
{
    /// <summary>The estimate as clients see it: a region without a place is answered by name only.</summary>
    public static LocationEstimate WithoutMadeUpPlace(LocationEstimate estimate) => estimate.Floor == Placement.UnplacedFloor
        ? estimate with { Building = null, Floor = null, X = null, Y = null, Accuracy = null }
        : estimate;
}

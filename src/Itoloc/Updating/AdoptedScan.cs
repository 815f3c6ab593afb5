using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>An unlabelled scan that an update has taken in, with the places it believes the scan was taken at.</summary>
/// <param name="Step">The update that adopted it, from 1.</param>
/// <param name="Levels">[features of the index then], levels (<see cref="SignalLevel"/>).</param>
/// <param name="Places">Places of the site with their shares, which sum to 1: the pseudo-label.</param>
sealed record AdoptedScan(int Step, float[] Levels, IReadOnlyList<PlaceShare> Places)
{
    /// <summary>The place with the largest share.</summary>
    public int MainPlace => Places.MaxBy(share => share.Share).Place;

    /// <summary>Reads the shares of a posterior over all places.</summary>
    public static PlaceShare[] Shares(ReadOnlySpan<float> posterior)
    {
        List<PlaceShare> shares = [];
        for (int place = 0; place < posterior.Length; place++)
            if (posterior[place] > 0)
                shares.Add(new(place, posterior[place]));
        return [.. shares];
    }
}

/// <summary>One place of the site and its share of a posterior.</summary>
readonly record struct PlaceShare(int Place, float Share);

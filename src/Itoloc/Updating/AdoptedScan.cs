using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using Itoloc.Fingerprints;

namespace Itoloc.Updating;

/// <summary>An unlabelled scan that an update has taken in, with the places it believes the scan was taken at.</summary>
/// <param name="Step">The update that adopted it, from 1.</param>
/// <param name="Levels">[features of the index then], levels (<see cref="SignalLevel"/>).</param>
/// <param name="Places">Places of the site with their shares, which sum to 1: the pseudo-label.</param>
sealed record AdoptedScan(int Step, [property: JsonIgnore] float[] Levels, IReadOnlyList<PlaceShare> Places)
{
    const float LeastOfLargest = 0.02f;

    /// <summary>The place with the largest share.</summary>
    [JsonIgnore]
    public int MainPlace => Places.MaxBy(share => share.Share).Place;

    /// <summary>The mean position of shares that lie on one floor, and that floor.</summary>
    public static (int Floor, double X, double Y) Position(SitePlaces places, IReadOnlyList<PlaceShare> shares)
    {
        double x = 0, y = 0;
        foreach ((int place, float share) in shares)
            (x, y) = (x + share * places.Classes[place].X, y + share * places.Classes[place].Y);
        return (places.Floors[shares[0].Place], x, y);
    }

    /// <summary>The shares of a posterior over all places; far smaller ones than the largest are left out.</summary>
    /// <returns>They sum to 1; none where the posterior is 0 everywhere.</returns>
    public static PlaceShare[] Shares(ReadOnlySpan<float> posterior)
    {
        float least = LeastOfLargest * TensorPrimitives.Max(posterior), sum = 0;
        List<PlaceShare> shares = [];
        for (int place = 0; place < posterior.Length; place++)
        {
            if (posterior[place] <= 0 || posterior[place] < least)
                continue;
            shares.Add(new(place, posterior[place]));
            sum += posterior[place];
        }
        return [.. shares.Select(share => share with { Share = share.Share / sum })];
    }
}

/// <summary>One place of the site and its share of a posterior.</summary>
readonly record struct PlaceShare(int Place, float Share);

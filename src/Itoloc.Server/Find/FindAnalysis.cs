using System.Text.Json.Serialization;
using Itoloc.Server.Locate;

namespace Itoloc.Server.Find;

/// <summary>An answer in FIND3's terms: locations by name, each with a probability.</summary>
sealed record FindAnalysis(
    [property: JsonPropertyName("is_unknown"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsUnknown,
    [property: JsonPropertyName("location_names")] IReadOnlyDictionary<string, string> LocationNames,
    [property: JsonPropertyName("predictions")] IReadOnlyList<FindPrediction> Predictions,
    [property: JsonPropertyName("guesses")] IReadOnlyList<FindGuess> Guesses)
{
    const string Unknown = "?";

    /// <summary>The analysis of an answer.</summary>
    public static FindAnalysis Of(Answer answer)
    {
        FindGuess[] guesses = answer.Estimate.Known ? GuessesOf(answer) : [new FindGuess(Unknown, 1)];
        Dictionary<string, string> names = [];
        if (answer.Estimate.Known)
        {
            for (int i = 0; i < guesses.Length; i++)
                names[$"{i}"] = guesses[i].Location;
        }
        FindPrediction[] predictions = names.Count == 0
            ? []
            : [new FindPrediction([.. names.Keys], "iToLoc", [.. guesses.Select(guess => guess.Probability)])];
        return new FindAnalysis(!answer.Estimate.Known, names, predictions, guesses);
    }

    static FindGuess[] GuessesOf(Answer answer)
    {
        FindGuess[] regions = [.. Explanation.RegionShares(answer).Select(region => new FindGuess(region.Region, region.Share))];
        // Where there are no regions, the floor's name is all that can be guessed.
        string floor = string.Join('/', ((string?[])[answer.Estimate.Building, answer.Estimate.Floor]).OfType<string>());
        return regions.Length > 0 ? regions : [new FindGuess(floor.Length > 0 ? floor : Unknown, 1)];
    }
}

/// <summary>A guess; a probability of zero is left out, as FIND3 does.</summary>
sealed record FindGuess(
    [property: JsonPropertyName("location")] string Location,
    [property: JsonPropertyName("probability"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double Probability);

/// <summary>One algorithm's opinion: numbers of locations and their probabilities, in the same order.</summary>
sealed record FindPrediction(
    [property: JsonPropertyName("locations"), JsonPropertyOrder(1)] IReadOnlyList<string> Locations,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("probabilities"), JsonPropertyOrder(2)] IReadOnlyList<double> Probabilities);

/// <summary>The answer to <c>/classify</c>.</summary>
sealed record FindClassified(string Message, bool Success, FindAnalysis Analysis);

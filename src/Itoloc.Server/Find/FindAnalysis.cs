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
    /// <remarks>
    /// The model's own region comes first, with its confidence; what is left is divided over the other regions as the
    /// survey's most alike scans are.
    /// </remarks>
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
        LocationEstimate estimate = answer.Estimate;
        string best = estimate.Region ?? string.Join('/', ((string?[])[estimate.Building, estimate.Floor]).OfType<string>());
        if (best.Length == 0)
            return [new FindGuess(Unknown, 1)];
        double confidence = Math.Round(estimate.Confidence ?? 0, 3);
        RegionShare[] others = [.. Explanation.RegionShares(answer).Where(share => share.Region != best)];
        double total = others.Sum(share => share.Share);
        return
        [
            new FindGuess(best, others.Length == 0 ? 1 : confidence),
            .. others.Select(share => new FindGuess(share.Region, Math.Round((1 - confidence) * share.Share / total, 3))),
        ];
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

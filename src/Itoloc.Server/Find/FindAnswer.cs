namespace Itoloc.Server.Find;

/// <summary>What FIND3 answers to nearly everything.</summary>
/// <param name="Message">In words.</param>
/// <param name="Success">The only member that some clients look at.</param>
sealed record FindAnswer(string Message, bool Success);

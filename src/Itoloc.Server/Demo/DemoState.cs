namespace Itoloc.Server.Demo;

/// <summary>How far the demo is, and what is true and what is not.</summary>
/// <param name="Site">The simulated site.</param>
/// <param name="Phase"><c>surveying</c>, <c>training</c>, <c>walking</c>, <c>updating</c> or <c>failed</c>.</param>
/// <param name="Message">What it is at, in one line.</param>
/// <param name="Progress">Of the training or the updating, 0 to 1.</param>
/// <param name="Months">How long ago the survey was.</param>
/// <param name="IsUpdated">Whether the model that answers was updated since.</param>
/// <param name="Walkers">Everybody who walks.</param>
/// <param name="Errors">The last seconds, oldest first.</param>
sealed record DemoState(
    string Site, string Phase, string Message, double Progress, int Months, bool IsUpdated,
    IReadOnlyList<DemoWalker> Walkers, IReadOnlyList<DemoSecond> Errors);

/// <summary>Somebody who walks.</summary>
/// <param name="Device">The phone.</param>
/// <param name="X">Where they truly are, in metres.</param>
/// <param name="Y">Where they truly are, in metres.</param>
/// <param name="FrozenX">Where the model of the survey day takes them to be; null while there is none, or unknown.</param>
/// <param name="FrozenY">The same.</param>
sealed record DemoWalker(string Device, double X, double Y, double? FrozenX, double? FrozenY);

/// <summary>The mean error of all who walk, in one second.</summary>
/// <param name="Second">Seconds since the start of the walk.</param>
/// <param name="Frozen">Metres, of the model of the survey day.</param>
/// <param name="Serving">Metres, of the model that answers.</param>
/// <param name="Months">How long ago the survey was.</param>
sealed record DemoSecond(int Second, double? Frozen, double? Serving, int Months);

/// <summary>A key to the simulated site, for whoever sits at this computer.</summary>
/// <param name="Key">The key.</param>
/// <param name="Site">What it opens.</param>
sealed record DemoKey(string Key, string Site);

/// <summary>How long ago the survey is to have been.</summary>
/// <param name="Months">0 or 7.</param>
sealed record DemoAge(int Months);

using System.Globalization;

namespace Itoloc.Evaluation.Figures;

/// <summary>Figures in words.</summary>
static class Say
{
    static readonly Dictionary<string, string> Names = new()
    {
        ["itoloc"] = "iToLoc",
        ["itoloc-frozen"] = "iToLoc, never updated",
        ["itoloc-vector"] = "iToLoc on vectors",
        ["itoloc-no-adversary"] = "iToLoc without adversary",
        ["itoloc-no-spatial"] = "iToLoc without spatial constraint",
        ["vivi-plus"] = "ViViPlus",
        ["wideep"] = "WiDeep",
        ["cnnloc"] = "CNNLoc",
        ["gift"] = "GIFT",
        ["acmu"] = "AcMu",
        ["chameleon"] = "Chameleon",
        ["will"] = "WILL",
        ["nn"] = "nearest scan",
        ["knn-star-fixed"] = "kNN*",
    };

    /// <summary>A method's name as the paper writes it.</summary>
    public static string Method(string name) => Names.GetValueOrDefault(name, name);

    /// <summary>Metres, such as "1.92 m".</summary>
    public static string Metres(double? value) => Number(value, "0.00", " m");

    /// <summary>A share as per cent, such as "95.1 %".</summary>
    public static string Percent(double? share) => Number(100 * share, "0.0", " %");

    /// <summary>A difference of shares, such as "1.2 points".</summary>
    public static string Points(double? share) => Number(100 * share, "0.0", " points");

    /// <summary>Decibels.</summary>
    public static string Decibels(double? value) => Number(value, "0.0", " dB");

    // Adding 0 turns a negative nought into one without a sign.
    static string Number(double? value, string format, string unit) => value is not { } number ? "not measured"
        : (Math.Round(number, format.Length - 2) + 0.0).ToString(format, CultureInfo.InvariantCulture) + unit;
}

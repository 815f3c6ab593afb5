namespace Itoloc.Evaluation.Baselines;

/// <summary>One reading of a fingerprint: a column (an access point or a group of them) and its level in dBm.</summary>
readonly record struct ColumnReading(int Column, float Dbm);

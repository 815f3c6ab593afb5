namespace Itoloc.Evaluation.Rivals;

/// <summary>What the scans of each reference point hear of each access point: [points, access points].</summary>
/// <remarks>An access point not heard counts as −105 dBm in <see cref="Mean"/> and <see cref="Deviation"/>.</remarks>
sealed class PointStatistics
{
    /// <summary>What stands for an access point that is not heard, in dBm.</summary>
    public const float Silence = -105;

    /// <summary>Sums up a survey.</summary>
    public PointStatistics(FingerprintSurvey survey)
    {
        int columns = survey.Columns;
        Mean = new float[survey.Points.Count, columns];
        Deviation = new float[survey.Points.Count, columns];
        HeardMean = new float[survey.Points.Count, columns];
        HeardDeviation = new float[survey.Points.Count, columns];
        HeardShare = new float[survey.Points.Count, columns];
        for (int point = 0; point < survey.Points.Count; point++)
        {
            int[] rows = survey.Points[point].Rows;
            for (int column = 0; column < columns; column++)
            {
                float[] heard = [.. rows.Select(row => survey.Rows[row][column]).Where(dbm => !float.IsNaN(dbm))];
                HeardShare[point, column] = (float)heard.Length / rows.Length;
                (HeardMean[point, column], HeardDeviation[point, column]) = Spread(heard);
                (Mean[point, column], Deviation[point, column]) =
                    Spread([.. heard, .. Enumerable.Repeat(Silence, rows.Length - heard.Length)]);
            }
        }
    }

    /// <summary>Mean level in dBm.</summary>
    public float[,] Mean { get; }

    /// <summary>Standard deviation of the level in dB (n − 1); 0 for one row.</summary>
    public float[,] Deviation { get; }

    /// <summary>Mean of the readings alone in dBm; NaN where there are none.</summary>
    public float[,] HeardMean { get; }

    /// <summary>Standard deviation of the readings alone in dB (n − 1); 0 for one, NaN for none.</summary>
    public float[,] HeardDeviation { get; }

    /// <summary>Share of the point's scans that hear the access point, 0 to 1.</summary>
    public float[,] HeardShare { get; }

    static (float Mean, float Deviation) Spread(float[] values)
    {
        if (values.Length == 0)
            return (float.NaN, float.NaN);
        float mean = values.Average();
        float squares = values.Sum(value => (value - mean) * (value - mean));
        return (mean, values.Length == 1 ? 0 : MathF.Sqrt(squares / (values.Length - 1)));
    }
}

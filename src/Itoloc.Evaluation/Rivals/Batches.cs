namespace Itoloc.Evaluation.Rivals;

/// <summary>Goes through rows in random order, again and again.</summary>
/// <param name="rows">How many rows there are, at least 1.</param>
/// <param name="random">Draws the order.</param>
sealed class Batches(int rows, Random random)
{
    readonly int[] _order = [.. Enumerable.Range(0, rows)];
    int _next = rows;

    /// <summary>The next rows; a pass ends where fewer are left than asked for.</summary>
    /// <param name="count">How many; all rows where there are not so many.</param>
    public int[] Next(int count)
    {
        count = Math.Min(count, _order.Length);
        if (_next + count > _order.Length)
        {
            random.Shuffle(_order);
            _next = 0;
        }
        _next += count;
        return _order[(_next - count).._next];
    }
}

namespace Itoloc.Evaluation.Rivals;

/// <summary>Goes through rows in random order, again and again.</summary>
/// <param name="rows">How many rows there are, at least 1.</param>
/// <param name="random">Draws the order.</param>
sealed class Batches(int rows, Random random)
{
    const int Epochs = 60;

    readonly int[] _order = [.. Enumerable.Range(0, rows)];
    int _next = rows;

    /// <summary>How many steps to learn: 60 epochs or the usual number, whichever is less, but some epochs at least.</summary>
    /// <param name="learned">Rows that are learned.</param>
    /// <param name="batch">Rows of a step.</param>
    /// <param name="usual">Steps that most surveys need.</param>
    /// <param name="leastEpochs">Epochs of a large survey.</param>
    /// <param name="most">Never more steps, however large it is.</param>
    public static int Steps(int learned, int batch, int usual, int leastEpochs, int most)
    {
        int epoch = 1 + learned / batch;
        return Math.Clamp(leastEpochs * epoch, Math.Min(usual, Epochs * epoch), most);
    }

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

namespace Itoloc.Evaluation.Rivals;

/// <summary>Pairs rows with columns at the least total cost. Kuhn and Munkres, with potentials.</summary>
static class Assignment
{
    /// <summary>Solves it.</summary>
    /// <param name="cost">[rows, columns], as many rows as columns or fewer.</param>
    /// <returns>The column of each row.</returns>
    public static int[] Solve(double[,] cost)
    {
        int rows = cost.GetLength(0), columns = cost.GetLength(1);
        double[] rowPotential = new double[rows + 1], columnPotential = new double[columns + 1];
        // Row and column 0 are a place to start from; rowOf[c] is the row of column c.
        int[] rowOf = new int[columns + 1];
        for (int row = 1; row <= rows; row++)
        {
            int[] cameFrom = new int[columns + 1];
            double[] slack = [.. Enumerable.Repeat(double.PositiveInfinity, columns + 1)];
            bool[] visited = new bool[columns + 1];
            int column = 0;
            rowOf[0] = row;
            do
            {
                visited[column] = true;
                int next = 0, current = rowOf[column];
                double step = double.PositiveInfinity;
                for (int c = 1; c <= columns; c++)
                {
                    if (visited[c])
                        continue;
                    double reduced = cost[current - 1, c - 1] - rowPotential[current] - columnPotential[c];
                    if (reduced < slack[c])
                        (slack[c], cameFrom[c]) = (reduced, column);
                    if (slack[c] < step)
                        (step, next) = (slack[c], c);
                }
                for (int c = 0; c <= columns; c++)
                {
                    if (visited[c])
                    {
                        rowPotential[rowOf[c]] += step;
                        columnPotential[c] -= step;
                    }
                    else
                    {
                        slack[c] -= step;
                    }
                }
                column = next;
            }
            while (rowOf[column] != 0);
            for (; column != 0; column = cameFrom[column])
                rowOf[column] = rowOf[cameFrom[column]];
        }
        int[] columnOf = new int[rows];
        for (int c = 1; c <= columns; c++)
        {
            if (rowOf[c] > 0)
                columnOf[rowOf[c] - 1] = c - 1;
        }
        return columnOf;
    }
}

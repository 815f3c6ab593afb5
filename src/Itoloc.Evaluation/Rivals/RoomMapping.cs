namespace Itoloc.Evaluation.Rivals;

/// <summary>WILL's mapping of rooms known by their signals onto the rooms of a plan, by the shape of the two
/// graphs.</summary>
/// <remarks>
/// Skeleton: the c vertices of each graph with the highest betweenness are paired by it. Branches: the others by their
/// remoteness, at least cost (Kuhn and Munkres). Correction: a skeleton room whose mapped surroundings differ in more
/// than half of
/// its members from the plan's is exchanged with the partner that lessens the difference most, until nothing changes.
/// </remarks>
static class RoomMapping
{
    const int Corrections = 20;

    /// <summary>Finds the plan's vertex for each room.</summary>
    /// <param name="rooms">As many vertices as the plan, or fewer.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="skeleton">Number of corridor stretches, at most the rooms.</param>
    public static int[] Map(ZoneGraph rooms, ZoneGraph plan, int skeleton)
    {
        int[] mapped = new int[rooms.Count];
        Array.Fill(mapped, -1);
        double[] roomBetween = rooms.Betweenness(), planBetween = plan.Betweenness();
        int[] roomBones = Bones(roomBetween, skeleton), planBones = Bones(planBetween, skeleton);
        Pair(roomBones, planBones, (r, p) => Math.Abs(roomBetween[r] - planBetween[p]), mapped);
        double[] roomFar = rooms.Remoteness(), planFar = plan.Remoteness();
        Pair(
            [.. Enumerable.Range(0, rooms.Count).Except(roomBones)], [.. Enumerable.Range(0, plan.Count).Except(planBones)],
            (r, p) => Math.Abs(roomFar[r] - planFar[p]), mapped);
        Correct(rooms, plan, roomBones, planBones, mapped);
        return mapped;
    }

    static int[] Bones(double[] betweenness, int count) =>
        [.. Enumerable.Range(0, betweenness.Length).OrderByDescending(i => betweenness[i]).ThenBy(i => i).Take(count)];

    static void Pair(int[] rooms, int[] places, Func<int, int, double> costOf, int[] mapped)
    {
        if (rooms.Length == 0 || places.Length == 0)
            return;
        double[,] cost = new double[rooms.Length, Math.Max(rooms.Length, places.Length)];
        for (int r = 0; r < rooms.Length; r++)
            for (int p = 0; p < places.Length; p++)
                cost[r, p] = costOf(rooms[r], places[p]);
        int[] columns = Assignment.Solve(cost);
        for (int r = 0; r < rooms.Length; r++)
        {
            // A room too many goes where it fits best.
            mapped[rooms[r]] = columns[r] < places.Length ? places[columns[r]] : places.MinBy(p => costOf(rooms[r], p));
        }
    }

    static void Correct(ZoneGraph rooms, ZoneGraph plan, int[] roomBones, int[] planBones, int[] mapped)
    {
        HashSet<int> roomBorders = [.. roomBones], planBorders = [.. planBones];
        int Difference(int bone)
        {
            var around = rooms.Around(bone, roomBorders).Select(r => mapped[r]).Where(p => p >= 0).ToHashSet();
            int count = around.Count;
            around.IntersectWith(plan.Around(mapped[bone], planBorders));
            return count - around.Count;
        }
        int Total() => roomBones.Where(bone => mapped[bone] >= 0).Sum(Difference);
        for (int round = 0; round < Corrections; round++)
        {
            int before = Total();
            foreach (int a in roomBones)
            {
                if (2 * Difference(a) <= rooms.Around(a, roomBorders).Count)
                    continue;
                int now = Total();
                int best = roomBones.Where(b => b != a).DefaultIfEmpty(a).MinBy(b => Swapped(a, b));
                if (Swapped(a, best) < now)
                    (mapped[a], mapped[best]) = (mapped[best], mapped[a]);
            }
            if (Total() >= before)
                return;
        }

        int Swapped(int a, int b)
        {
            (mapped[a], mapped[b]) = (mapped[b], mapped[a]);
            int total = Total();
            (mapped[a], mapped[b]) = (mapped[b], mapped[a]);
            return total;
        }
    }
}

namespace Itoloc.Datasets.Simulation;

/// <summary>The paper's phones and watches (Table I and Section V-A).</summary>
/// <remarks>Made up within the spread measured between real phones: nobody has published these models' responses. The
/// spread and its source are in <c>docs/simulation.md</c>, "Phones".</remarks>
static class Phones
{
    public static Phone P10 { get; } = Create("HUAWEI P10", -6, 1.00, -7, 0.98, -94);
    public static Phone P10Second { get; } = P10 with { Name = "HUAWEI P10 (2)" };
    public static Phone Phab2Pro { get; } = Create("Lenovo Phab2 Pro", -2, 0.96, -7, 1.00, -92);
    public static Phone Nexus6P { get; } = Create("Nexus 6P", -8, 1.04, -6, 1.02, -95);
    public static Phone Nexus6PSecond { get; } = Nexus6P with { Name = "Nexus 6P (2)" };
    public static Phone Nexus7 { get; } = Create("Nexus 7", -5, 0.92, -12, 0.94, -90);
    public static Phone Millet6 { get; } = Create("Millet 6", -11, 1.02, -6, 1.06, -94);
    public static Phone Millet9 { get; } = Create("Millet 9", -3, 1.00, -2, 0.97, -94);

    /// <summary>A child's watch: a small antenna at the wrist, 2.4 GHz only.</summary>
    public static Phone ImooZ5 { get; } =
        new("imoo Z5", new Response(-13, 0.95), null, FloorDbm: -90, SaturationDbm: -30);

    public static Phone ImooZ6 { get; } =
        new("imoo Z6", new Response(-11, 0.98), null, FloorDbm: -92, SaturationDbm: -30);

    /// <summary>The paper's training devices (Section V-B3).</summary>
    public static IReadOnlyList<Phone> Survey { get; } = [Phab2Pro, Nexus6P, Nexus7, Millet6, Millet9];

    /// <summary>The five others.</summary>
    public static IReadOnlyList<Phone> Test { get; } = [P10, P10Second, Nexus6PSecond, ImooZ5, ImooZ6];

    static Phone Create(string name, double offset24, double slope24, double offset5, double slope5, int floorDbm) =>
        new(name, new Response(offset24, slope24), new Response(offset5, slope5), floorDbm, SaturationDbm: -20);
}

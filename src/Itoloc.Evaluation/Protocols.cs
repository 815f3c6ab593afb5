using Itoloc.Evaluation.Splits;

namespace Itoloc.Evaluation;

/// <summary>The protocols that can be run.</summary>
public static class Protocols
{
    /// <summary>All protocols.</summary>
    public static IReadOnlyList<IProtocol> All { get; } =
    [
        CrossDevice.All, new OnePhone(), new NewPhoneUpdate(), LongTerm.Updated, LongTerm.Frozen, Churn.Updated,
        Churn.Poisoned, Churn.Frozen, new Campus(), new DriftCampus(), new Strangers(), Rehearsal.Honest,
        Rehearsal.Poisoned, new MallWalks(), CrossDevice.Ablations,
    ];

    /// <summary>The protocol of that name, or null.</summary>
    public static IProtocol? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}

namespace Itoloc.Nn;

/// <summary>A named array of a network: weights that are learned, or statistics that are kept.</summary>
public sealed class Parameter
{
    /// <summary>Creates a parameter of zeros.</summary>
    /// <param name="name">Unique within the network, such as "extractor.conv1.weight".</param>
    /// <param name="length">Values.</param>
    /// <param name="learned">Whether an optimiser changes it; running statistics are not learned.</param>
    public Parameter(string name, int length, bool learned = true)
    {
        Name = name;
        Values = new float[length];
        IsLearned = learned;
    }

    /// <summary>Unique within the network.</summary>
    public string Name { get; }

    /// <summary>The values. Whoever changes them calls <see cref="Touch"/>.</summary>
    public float[] Values { get; }

    /// <summary>
    /// ∂L/∂values of the last backward pass, overwritten by each; empty when not learned. Made when first asked for: a model that
    /// only answers needs none.
    /// </summary>
    public float[] Gradient
    {
        get
        {
            // Several threads may ask first at once.
            if (field is null)
                Interlocked.CompareExchange(ref field, IsLearned ? new float[Values.Length] : [], null);
            return field;
        }
    }

    /// <summary>Whether an optimiser changes it.</summary>
    public bool IsLearned { get; }

    /// <summary>Changes whenever the values do, so that a layer knows when to repack them.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Says that the values have changed.</summary>
    public void Touch() => Version++;
}

using System.Collections.Concurrent;
using Itoloc.Fingerprints;
using Itoloc.Networks;
using Itoloc.Nn;
using Itoloc.Training;

namespace Itoloc;

/// <summary>One floor's trained network with everything needed to turn fingerprints into positions.</summary>
sealed class FloorModel
{
    const int Batch = 32;

    readonly ConcurrentBag<Asker> _idle = [];

    public FloorModel(string? building, string? floor, int[][] accessPoints, FingerprintImage image,
        IReadOnlyList<LocationClass> classes, ItolocNetwork network, PositionReader reader)
    {
        (Building, Floor, AccessPoints, Image, Classes, Network, Reader) =
            (building, floor, accessPoints, image, classes, network, reader);
    }

    public string? Building { get; }

    public string? Floor { get; }

    /// <summary>Building and floor as one reads them; empty where neither is named.</summary>
    public string Name => $"{Building} {Floor}".Trim();

    /// <summary>The access points of the image in its order: of each, the features of the site's index that are its networks.</summary>
    public int[][] AccessPoints { get; }

    public FingerprintImage Image { get; }

    public IReadOnlyList<LocationClass> Classes { get; }

    public ItolocNetwork Network { get; }

    public PositionReader Reader { get; }

    /// <summary>The same model with another way to read positions.</summary>
    public FloorModel With(PositionReader reader) => new(Building, Floor, AccessPoints, Image, Classes, Network, reader);

    /// <summary>The same model with a network of its own, for training on.</summary>
    public FloorModel Copy() => new(Building, Floor, AccessPoints, Image, Classes, Network.Copy(), Reader);

    /// <summary>The answer that probabilities of this floor's locations give.</summary>
    /// <param name="probabilities">[locations], summing to 1.</param>
    public LocationEstimate Answer(float[] probabilities)
    {
        PositionReader.Position position = Reader.Read(probabilities, Classes);
        return new LocationEstimate
        {
            Known = true,
            Building = Building,
            Floor = Floor,
            Region = PositionReader.Region(probabilities, Classes),
            X = position.X,
            Y = position.Y,
            Accuracy = Reader.Radius(position.Spread),
            Confidence = position.Confidence,
        };
    }

    /// <summary>What the network and the radio map together say of each fingerprint.</summary>
    /// <param name="fingerprints">Each [features of the site], dBm, NaN where not heard.</param>
    /// <param name="survey">What the radio map says of each: [locations], summing to 1.</param>
    /// <param name="isLearnt">Whether the network has learnt from the walks they are of (<see cref="PositionReader.Combine"/>).</param>
    /// <returns>Each [locations], summing to 1.</returns>
    public float[][] Combine(IReadOnlyList<float[]> fingerprints, IReadOnlyList<float[]> survey, bool isLearnt = false)
    {
        float[][] probabilities = Probabilities([.. fingerprints.Select(Input)]);
        for (int n = 0; n < probabilities.Length; n++)
            Reader.Combine(probabilities[n], survey[n], isLearnt);
        return probabilities;
    }

    /// <summary>What the image shows of a fingerprint.</summary>
    /// <param name="fingerprint">[features of the site], dBm, NaN where not heard.</param>
    /// <returns>[access points of the image], dBm, NaN where not heard.</returns>
    public float[] Input(float[] fingerprint) => [.. AccessPoints.Select(networks => Radio.Level(fingerprint, networks))];

    /// <summary>Mean of the three predictors' probabilities for each fingerprint.</summary>
    /// <remarks>Callers at the same time share the weights and wait for nobody; each has buffers of its own.</remarks>
    /// <param name="fingerprints">Each [access points of the image], dBm, NaN where not heard.</param>
    /// <returns>Each [locations], summing to 1.</returns>
    public float[][] Probabilities(IReadOnlyList<float[]> fingerprints) =>
        Ask(fingerprints, (asker, batch) => asker.Ask(batch, Image));

    /// <summary>The extractor's features of each fingerprint, Z of Eq. 2.</summary>
    /// <param name="fingerprints">Each [access points of the image], dBm, NaN where not heard.</param>
    public float[][] Features(IReadOnlyList<float[]> fingerprints) =>
        Ask(fingerprints, (asker, batch) => asker.Features(batch, Image));

    float[][] Ask(IReadOnlyList<float[]> fingerprints, Func<Asker, float[][], float[][]> question)
    {
        if (!_idle.TryTake(out Asker? asker))
            asker = new Asker(Network.Share());
        float[][] result = [.. fingerprints.Chunk(Batch).SelectMany(batch => question(asker, batch))];
        _idle.Add(asker);
        return result;
    }

    /// <summary>One caller's buffers.</summary>
    sealed class Asker(ItolocNetwork network)
    {
        readonly Pass _pass = new(Mode.Evaluation, ThreadTeam.Caller);
        readonly Tensor _images = new(
            0, new Shape(network.Options.Side, network.Options.Side, network.Options.ImageChannels), halo: 1);

        public float[][] Ask(float[][] fingerprints, FingerprintImage image)
        {
            int count = fingerprints.Length, locations = network.Options.Locations;
            float[] probabilities = new float[count * locations];
            float[][] result = [.. fingerprints.Select(_ => new float[locations])];
            IReadOnlyList<Tensor> predictions = network.PredictLocations(Extract(fingerprints, image), _pass);
            foreach (Tensor scores in predictions)
            {
                Softmax.Probabilities(scores, probabilities);
                for (int n = 0; n < count; n++)
                    for (int c = 0; c < locations; c++)
                        result[n][c] += probabilities[n * locations + c] / predictions.Count;
            }
            return result;
        }

        public float[][] Features(float[][] fingerprints, FingerprintImage image)
        {
            Tensor features = Extract(fingerprints, image);
            return [.. Enumerable.Range(0, fingerprints.Length).Select(
                n => Enumerable.Range(0, features.Shape.Height).SelectMany(y => features.Row(n, y).ToArray()).ToArray())];
        }

        Tensor Extract(float[][] fingerprints, FingerprintImage image)
        {
            _images.Resize(fingerprints.Length);
            for (int n = 0; n < fingerprints.Length; n++)
                image.Draw(fingerprints[n], _images, n);
            return network.Extract(_images, _pass);
        }
    }
}

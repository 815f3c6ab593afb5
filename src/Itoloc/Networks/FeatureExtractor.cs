using Itoloc.Nn;

namespace Itoloc.Networks;

/// <summary>M_E: fingerprint image → features Z. iToLoc, Eq. 2 and Fig. 8: conv block 3×3×32, max-pooling, dropout.</summary>
static class FeatureExtractor
{
    public static Layer Create(NetworkOptions options, Random random)
    {
        Shape image = new(options.Side, options.Side, options.ImageChannels);
        Layer block = Blocks.ConvBlock("extractor", image, size: 3, channels: 32, random, isFirst: true);
        return new Sequential(block, Blocks.PoolAndDrop(block.Output, options.Dropout, random));
    }
}

using Itoloc.Nn;

namespace Itoloc.Networks;

/// <summary>M_D: features → a score a domain (device × time). iToLoc, Eq. 6–7 and Fig. 8: shaped like M₁.</summary>
static class DomainDiscriminator
{
    public static Layer Create(Shape features, NetworkOptions options, Random random) => Blocks.Module(
        "discriminator", Blocks.ConvBlock("discriminator.block1", features, 3, 32, random),
        shape => Blocks.ConvBlock("discriminator.block2", shape, 3, 64, random), options.Dropout, options.Domains, random);
}

using Itoloc.Nn;

namespace Itoloc.Networks;

/// <summary>M₁, M₂, M₃: three differently built views of the features, each giving a score a location. iToLoc, Fig. 8.</summary>
static class LocationPredictor
{
    /// <summary>M₁: conv blocks 3×3×32 and 3×3×64.</summary>
    public static Layer Conv3x3(Shape features, NetworkOptions options, Random random) => Blocks.Module(
        "predictor1", Blocks.ConvBlock("predictor1.block1", features, 3, 32, random),
        shape => Blocks.ConvBlock("predictor1.block2", shape, 3, 64, random), options.Dropout, options.Locations, random);

    /// <summary>M₂: conv blocks 5×5×32 and 5×5×64.</summary>
    public static Layer Conv5x5(Shape features, NetworkOptions options, Random random) => Blocks.Module(
        "predictor2", Blocks.ConvBlock("predictor2.block1", features, 5, 32, random),
        shape => Blocks.ConvBlock("predictor2.block2", shape, 5, 64, random), options.Dropout, options.Locations, random);

    /// <summary>M₃: two residual blocks 3×3×32.</summary>
    public static Layer Residual(Shape features, NetworkOptions options, Random random) => Blocks.Module(
        "predictor3", new ResidualBlock("predictor3.block1", features, 32, 3, Blocks.Slope, random),
        shape => new ResidualBlock("predictor3.block2", shape, 32, 3, Blocks.Slope, random),
        options.Dropout, options.Locations, random);
}

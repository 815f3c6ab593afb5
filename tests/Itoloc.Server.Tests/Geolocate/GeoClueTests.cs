using System.Diagnostics;
using Itoloc.Server.Tests.Http;

namespace Itoloc.Server.Tests.Geolocate;

/// <summary>A client that exists, as Debian has it: GeoClue asks the service where it is, and is told.</summary>
public sealed class GeoClueTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Speed", "Slow")]
    public async Task GeoClue_IsToldWhereItIs()
    {
        Assert.SkipUnless(File.Exists("/usr/libexec/geoclue") && File.Exists("/usr/bin/dbus-daemon"), "GeoClue is not installed here");
        Assert.SkipUnless(Environment.UserName == "root", "only root may lay its settings over GeoClue's");
        ProcessStartInfo start = new("sh")
        {
            ArgumentList = { Path.Combine(OpenApiTests.Root(AppContext.BaseDirectory), "bench", "service", "geoclue") },
            Environment = { ["ITOLOC_SERVER_DLL"] = Path.Combine(AppContext.BaseDirectory, "Itoloc.Server.dll"), ["PYTHONDONTWRITEBYTECODE"] = "1" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process script = Process.Start(start)!;
        string[] said = await Task.WhenAll(script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync();
        output.WriteLine(string.Join('\n', said));
        // It exits so when the place is more than ten metres off, or the service was not asked.
        Assert.Equal(0, script.ExitCode);
    }
}

using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Itoloc.Server.Tests.Find;

/// <summary>esp-find3-client on a real connection: two line ends too many after the body, on a connection that is kept.</summary>
public sealed class EspClientTests
{
    [Fact]
    public async Task Client_SendsTwice_OnOneConnection_WithLineEndsInBetween()
    {
        string folder = Directory.CreateTempSubdirectory("itoloc-esp-").FullName;
        using (ServiceProcess service = await ServiceProcess.StartAsync(folder, isNew: true))
        {
            using HttpClient admin = service.Client(service.Key!);
            (await admin.PostAsJsonAsync($"{ServiceFactory.Api}/sites", new { name = "esp" })).EnsureSuccessStatusCode();
            JsonElement made = await ServiceFactory.JsonOfAsync(await admin.PostAsJsonAsync(
                $"{ServiceFactory.Api}/sites/esp/keys", new { name = "esp", scopes = new[] { "ingest" }, inPath = true }));
            string body = $$$"""{"d":"esp","f":"esp~{{{made.GetProperty("key").GetString()}}}","t":1700000000,"s":{"wifi":{"AA:BB:CC:DD:EE:0F":-71}} }""";
            byte[] request = Encoding.ASCII.GetBytes(
                $"POST /data HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}\r\n\r\n");

            using TcpClient connection = new(service.Address.Host, service.Address.Port);
            await using NetworkStream stream = connection.GetStream();
            foreach (int _ in (int[])[1, 2])
            {
                await stream.WriteAsync(request);
                string answer = await ReadAnswerAsync(stream);
                Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
                Assert.Contains("""{"message":"inserted data","success":true}""", answer, StringComparison.Ordinal);
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    static async Task<string> ReadAnswerAsync(NetworkStream stream)
    {
        using CancellationTokenSource enough = new(Eventually.Patience);
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!text.ToString().Contains("}\r\n0\r\n\r\n", StringComparison.Ordinal) && !text.ToString().EndsWith('}'))
            text.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, enough.Token)));
        return text.ToString();
    }
}

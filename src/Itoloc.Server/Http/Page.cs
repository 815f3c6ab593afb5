using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace Itoloc.Server.Http;

/// <summary>
/// Serves the page and what belongs to it: files built from <c>web/</c> into the program. They are the same for
/// everybody and hold no secret, so that they need no key; whatever they show comes through the API, which does.
/// </summary>
sealed class Page(RequestDelegate next, ServeOptions options)
{
    /// <summary>Only our own files run or are shown; nothing is fetched from, sent to or framed by anybody else.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    const string Prefix = "web/";
    const string Start = "/index.html";

    static readonly FrozenDictionary<string, byte[]> Files = ReadAll();

    // So that the page knows that it is a demo's.
    static readonly byte[] DemoStart = Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Files.GetValueOrDefault(Start, [])).Replace("<html", "<html data-demo", StringComparison.Ordinal));

    public Task InvokeAsync(HttpContext context)
    {
        string path = context.Request.Path.Value is null or "" or "/" ? Start : context.Request.Path.Value;
        bool isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return isRead && Files.TryGetValue(path, out byte[]? file) ? WriteAsync(context, path, file) : next(context);
    }

    Task WriteAsync(HttpContext context, string path, byte[] file)
    {
        if (options.Demo && path == Start)
            file = DemoStart;
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Every file but the first has a hash of its content in its name.
        headers.CacheControl = path == Start ? "no-cache" : "public, max-age=31536000, immutable";
        context.Response.ContentType = TypeOf(Path.GetExtension(path));
        context.Response.ContentLength = file.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(file).AsTask();
    }

    static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        _ => "application/octet-stream",
    };

    static FrozenDictionary<string, byte[]> ReadAll()
    {
        Assembly program = typeof(Page).Assembly;
        return program.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => "/" + name[Prefix.Length..].Replace('\\', '/'), Read, StringComparer.Ordinal);

        byte[] Read(string name)
        {
            using Stream stream = program.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }
}

using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Itoloc.Fingerprints;

namespace Itoloc.Datasets;

/// <summary>
/// Writes the scan log. The same scans give the same bytes. To a file nothing is left behind unless
/// <see cref="Complete"/> is reached: the lines go to a file beside it, which then takes its name.
/// </summary>
public sealed class ScanLogWriter : IDisposable
{
    static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // names of places stay readable; nothing here is HTML
    };

    readonly Stream _stream;
    readonly bool _ownsStream;
    readonly Utf8JsonWriter _json;
    readonly string? _path;
    bool _isClosed;

    /// <summary>Writes to a file, gzip if its name ends in <c>.gz</c>.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public ScanLogWriter(string path)
    {
        bool isDevice = path.StartsWith("/dev/", StringComparison.Ordinal); // not to be replaced by a file
        _path = isDevice ? null : LinkTarget(path);
        if (Directory.Exists(path)) throw new IOException($"{path} is a folder.");
        Stream file = new FileStream(
            _path is null ? path : PartialPath(_path), isDevice ? FileMode.Open : FileMode.Create, FileAccess.Write);
        _stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionLevel.Optimal)
            : new BufferedStream(file, 1 << 16);
        _ownsStream = true;
        _json = new Utf8JsonWriter(_stream, Options);
    }

    /// <summary>Writes plain lines to a stream, which is left open.</summary>
    public ScanLogWriter(Stream stream)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(_stream, Options);
    }

    /// <summary>Writes one line. A position is written only when both coordinates are known.</summary>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public void Write(Scan scan)
    {
        ScanLog.Write(_json, scan);
        _json.Flush();
        _json.Reset();
        _stream.WriteByte((byte)'\n');
    }

    /// <summary>Finishes the log and, for a file, puts it in place. Nothing can be written after it.</summary>
    public void Complete()
    {
        Close();
        if (_path is not null) File.Move(PartialPath(_path), _path, overwrite: true);
    }

    /// <summary>Ends the writing; a file that was not completed is deleted.</summary>
    public void Dispose()
    {
        if (_isClosed) return;
        Close();
        if (_path is not null) File.Delete(PartialPath(_path));
    }

    void Close()
    {
        _isClosed = true;
        _json.Dispose();
        if (_ownsStream) _stream.Dispose();
        else _stream.Flush();
    }

    /// <summary>A link stays a link: what it points to is replaced.</summary>
    static string LinkTarget(string path) => new FileInfo(path).LinkTarget is null
        ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    static string PartialPath(string path) => path + ".partial";
}

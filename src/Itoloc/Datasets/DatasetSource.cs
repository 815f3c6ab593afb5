using System.IO.Compression;

namespace Itoloc.Datasets;

/// <summary>The files of a data set, in a folder, a zip, or by itself.</summary>
sealed class DatasetSource : IDisposable
{
    readonly string _path;
    readonly ZipArchive? _zip;
    readonly Dictionary<string, ZipArchiveEntry> _zipEntries = [];

    /// <exception cref="IOException">The path is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A zip that is damaged.</exception>
    public DatasetSource(string path)
    {
        _path = path;
        if (Directory.Exists(path))
        {
            Entries = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)];
        }
        else if (IsZip(path))
        {
            _zip = OpenZip(path);
            foreach (ZipArchiveEntry entry in _zip.Entries)
                _zipEntries.TryAdd(entry.FullName.Replace('\\', '/'), entry);
            Entries = [.. _zipEntries.Keys.Order(StringComparer.Ordinal)];
        }
        else
        {
            Entries = [Path.GetFileName(path)];
            IsSingleFile = true;
        }
    }

    /// <summary>The files, separated by <c>/</c>, in ordinal order.</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>Whether the path named one file, which is then read whatever its name.</summary>
    public bool IsSingleFile { get; }

    /// <summary>What to call an entry in a report.</summary>
    public string FullName(string entry) => IsSingleFile ? _path : $"{_path.TrimEnd('/', '\\')}/{entry}";

    /// <summary>Opens a file that may stand beside an entry without being one; null when it does not exist.</summary>
    public Stream? Open(string entry)
    {
        if (_zip is not null) return _zipEntries.TryGetValue(entry, out ZipArchiveEntry? zipped) ? zipped.Open() : null;
        string folder = IsSingleFile ? Path.GetDirectoryName(Path.GetFullPath(_path))! : _path;
        string file = Path.Combine(folder, entry);
        return File.Exists(file) ? File.OpenRead(file) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _zip?.Dispose();

    static bool IsZip(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[4];
        return stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4
            && magic is [(byte)'P', (byte)'K', 3 or 5, 4 or 6];
    }

    static ZipArchive OpenZip(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: a damaged zip.", e);
        }
    }
}

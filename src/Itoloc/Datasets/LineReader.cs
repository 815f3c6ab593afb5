using System.IO.Compression;

namespace Itoloc.Datasets;

/// <summary>
/// Reads a UTF-8 text line by line from any stream, gzip or not, in bounded memory: a line longer than
/// <see cref="MaximumLength"/> is skipped and reported, not collected.
/// </summary>
sealed class LineReader : IDisposable
{
    /// <summary>The longest line delivered, in bytes: room for some 30,000 access points.</summary>
    public const int MaximumLength = 1 << 20;

    const int ReadSize = 1 << 16;

    readonly string _name;
    readonly ReadReport _report;
    readonly Stream _stream;
    byte[] _buffer = new byte[2 * ReadSize];
    int _start;
    int _end;

    /// <param name="stream">
    /// Left open; read forward only, and no further than the lines asked for plus one buffer.
    /// </param>
    /// <param name="name">How the source is called in the report.</param>
    /// <param name="report">Told of lines that are skipped.</param>
    public LineReader(Stream stream, string name, ReadReport report)
    {
        _name = name;
        _report = report;
        byte[] magic = new byte[2];
        int got = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        _stream = new PrefixedStream(magic.AsMemory(0, got), stream);
        if (got == 2 && magic is [0x1f, 0x8b]) _stream = new GZipStream(_stream, CompressionMode.Decompress);
    }

    /// <summary>The current line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The current line without its end; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlyMemory<byte> Text { get; private set; }

    /// <summary>Whether the current line holds nothing but white space.</summary>
    public bool IsBlank => Text.Span.Trim(" \t"u8).IsEmpty;

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">
    /// The compressed stream is damaged or cut short; all lines before are delivered.
    /// </exception>
    public bool Read()
    {
        bool tooLong = false;
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0 || !Fill(ref tooLong, out searched))
            {
                length = length >= 0 ? length + searched : _end - _start;
                if (length == 0 && _start == _end && !tooLong) return false;
                Take(length);
                if (!tooLong && length <= MaximumLength) return true;
                _report.Skip(_name, Number, $"longer than {MaximumLength} bytes");
                (tooLong, searched) = (false, 0);
            }
        }
    }

    /// <summary>Gives back the decompressor; the stream stays open.</summary>
    public void Dispose() => _stream.Dispose();

    void Take(int length)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start = Math.Min(_start + length + 1, _end);
        if (Number++ == 0 && line.Span.StartsWith("\uFEFF"u8)) line = line[3..];
        Text = line.Span.EndsWith("\r"u8) ? line[..^1] : line;
    }

    /// <summary>Gets more of the unfinished line, or drops what there is of it once it is too long.</summary>
    bool Fill(ref bool tooLong, out int searched)
    {
        tooLong |= _end - _start > MaximumLength;
        if (tooLong) _start = _end = 0;
        searched = _end - _start;
        _buffer.AsSpan(_start, searched).CopyTo(_buffer);
        (_start, _end) = (0, searched);
        if (_buffer.Length - _end < ReadSize) Array.Resize(ref _buffer, 2 * _buffer.Length);
        int got = ReadStream();
        _end += got;
        return got > 0;
    }

    int ReadStream()
    {
        try
        {
            return _stream.Read(_buffer, _end, ReadSize);
        }
        catch (InvalidDataException e)
        {
            string reason = $"compressed data is damaged or cut short after line {Number}";
            _report.Skip(_name, Number + 1, reason + "; the rest is lost");
            throw new InvalidDataException($"{_name}: {reason}.", e);
        }
    }
}

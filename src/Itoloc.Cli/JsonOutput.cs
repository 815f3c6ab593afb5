using System.Text.Encodings.Web;
using System.Text.Json;

namespace Itoloc.Cli;

/// <summary>How results are written as JSON.</summary>
static class JsonOutput
{
    /// <summary>Without line breaks; names of places keep their letters.</summary>
    public static JsonSerializerOptions Line { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Indented, for a document that people read too.</summary>
    public static JsonSerializerOptions Document { get; } = new(Line) { WriteIndented = true };
}

using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Itoloc.Server.Storage;

/// <summary>How the values of a backup are written: numbers, texts and truth as JSON has them, bytes in base64.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BackupManifest))]
sealed partial class BackupJson : JsonSerializerContext
{
    public static void WriteRow(Stream stream, DbDataReader row)
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartArray();
        for (int i = 0; i < row.FieldCount; i++)
        {
            switch (row.GetValue(i))
            {
                case DBNull: json.WriteNullValue(); break;
                case bool value: json.WriteBooleanValue(value); break;
                case int value: json.WriteNumberValue(value); break;
                case long value: json.WriteNumberValue(value); break;
                case double value: json.WriteNumberValue(value); break;
                case string value: json.WriteStringValue(value); break;
                case byte[] value: json.WriteBase64StringValue(value); break;
                case var value: throw new InvalidDataException($"No backup of a {value.GetType().Name} is known.");
            }
        }
        json.WriteEndArray();
    }

    /// <summary>A value as the column wants it: the two databases differ in how they keep truth and whole numbers.</summary>
    public static object ValueOf(JsonElement value, Type column) => value.ValueKind switch
    {
        JsonValueKind.Null => DBNull.Value,
        JsonValueKind.True or JsonValueKind.False => column == typeof(bool) ? value.GetBoolean() : value.GetBoolean() ? 1L : 0L,
        JsonValueKind.Number when column == typeof(bool) => value.GetInt64() != 0,
        JsonValueKind.Number when column == typeof(double) => value.GetDouble(),
        JsonValueKind.Number when column == typeof(int) => value.GetInt32(),
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.String when column == typeof(byte[]) => value.GetBytesFromBase64(),
        JsonValueKind.String => value.GetString()!,
        _ => throw new InvalidDataException("The backup holds a value that is none."),
    };
}

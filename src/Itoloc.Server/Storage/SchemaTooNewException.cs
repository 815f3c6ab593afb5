namespace Itoloc.Server.Storage;

/// <summary>The database was written by a later version of the program.</summary>
sealed class SchemaTooNewException(int found, int known)
    : Exception($"The database has schema version {found}; this program knows up to {known}. Use the later program.");

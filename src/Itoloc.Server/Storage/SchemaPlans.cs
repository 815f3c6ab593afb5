namespace Itoloc.Server.Storage;

/// <summary>What the page needs: earlier states of floors, and survey scans taken out without being lost.</summary>
static class SchemaPlans
{
    public const string Sql = """
        CREATE TABLE floor_versions (
            id $id, floor_id BIGINT NOT NULL REFERENCES floors(id), time BIGINT NOT NULL, key_id TEXT NOT NULL,
            kind TEXT NOT NULL, content_type TEXT NULL, content $bytes NULL);
        CREATE INDEX floor_versions_by_floor ON floor_versions (floor_id, id);

        ALTER TABLE survey_scans ADD COLUMN retired BIGINT NULL;
        """;
}

namespace Itoloc.Server.Storage;

/// <summary>
/// Jobs that any process can run, models that come of updates and are watched before they answer; and with PostgreSQL
/// a notification whenever what <see cref="Register"/> holds changes, whoever changes it.
/// </summary>
static class SchemaVersion2
{
    public const string Sql = """
        ALTER TABLE jobs ADD COLUMN parameters TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE jobs ADD COLUMN progress DOUBLE PRECISION NOT NULL DEFAULT 0;
        ALTER TABLE jobs ADD COLUMN message TEXT NULL;
        ALTER TABLE jobs ADD COLUMN is_cancelled $bool NOT NULL DEFAULT FALSE;
        ALTER TABLE jobs ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0;

        ALTER TABLE models ADD COLUMN base_model_id BIGINT NULL;
        ALTER TABLE models ADD COLUMN scans_until BIGINT NULL;
        ALTER TABLE models ADD COLUMN report TEXT NULL;

        ALTER TABLE sites ADD COLUMN shadow_model_id BIGINT NULL;
        ALTER TABLE sites ADD COLUMN shadow_since BIGINT NULL;
        ALTER TABLE sites ADD COLUMN updates_itself $bool NOT NULL DEFAULT TRUE;
        ALTER TABLE sites ADD COLUMN drift_checked BIGINT NOT NULL DEFAULT 0;

        DROP INDEX query_scans_by_received;
        CREATE INDEX query_scans_by_received ON query_scans (site_id, received);
        """;

    public const string PostgresSql = """
        CREATE FUNCTION itoloc_register_changed() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_notify('itoloc_register', ''); RETURN NULL; END $$;
        CREATE TRIGGER sites_changed AFTER INSERT OR UPDATE OR DELETE ON sites
            FOR EACH ROW EXECUTE FUNCTION itoloc_register_changed();
        CREATE TRIGGER keys_changed AFTER INSERT OR UPDATE OR DELETE ON keys
            FOR EACH ROW EXECUTE FUNCTION itoloc_register_changed();
        CREATE TRIGGER opted_out_changed AFTER INSERT OR UPDATE OR DELETE ON opted_out_access_points
            FOR EACH ROW EXECUTE FUNCTION itoloc_register_changed();
        """;
}

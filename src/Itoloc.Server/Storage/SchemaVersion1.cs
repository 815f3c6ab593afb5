namespace Itoloc.Server.Storage;

/// <summary>The first schema. Times are milliseconds since 1970, UTC; a name that is not given is the empty text.</summary>
static class SchemaVersion1
{
    public const string Sql = """
        CREATE TABLE sites (
            id $id, name TEXT NOT NULL UNIQUE, created BIGINT NOT NULL, active_model_id BIGINT NULL);

        CREATE TABLE buildings (
            id $id, site_id BIGINT NOT NULL REFERENCES sites(id), name TEXT NOT NULL, UNIQUE (site_id, name));

        CREATE TABLE floors (
            id $id, building_id BIGINT NOT NULL REFERENCES buildings(id), name TEXT NOT NULL,
            width DOUBLE PRECISION NULL, height DOUBLE PRECISION NULL, georeference TEXT NULL, UNIQUE (building_id, name));

        CREATE TABLE floor_plans (
            floor_id BIGINT NOT NULL PRIMARY KEY REFERENCES floors(id), content_type TEXT NOT NULL, image $bytes NOT NULL);

        CREATE TABLE regions (
            id $id, floor_id BIGINT NOT NULL REFERENCES floors(id), name TEXT NOT NULL, polygon TEXT NOT NULL,
            UNIQUE (floor_id, name));

        CREATE TABLE survey_scans (
            id $id, site_id BIGINT NOT NULL REFERENCES sites(id), client TEXT NOT NULL, hash $bytes NOT NULL,
            device TEXT NULL, time BIGINT NULL, received BIGINT NOT NULL, readings $bytes NOT NULL,
            building TEXT NOT NULL, floor TEXT NOT NULL, region TEXT NULL,
            x DOUBLE PRECISION NULL, y DOUBLE PRECISION NULL, UNIQUE (site_id, client, hash));

        CREATE TABLE query_scans (
            id $id, site_id BIGINT NOT NULL REFERENCES sites(id), client TEXT NOT NULL, hash $bytes NOT NULL,
            device TEXT NULL, time BIGINT NOT NULL, received BIGINT NOT NULL, readings $bytes NOT NULL,
            model_version INTEGER NULL, known $bool NOT NULL, building TEXT NULL, floor TEXT NULL, region TEXT NULL,
            x DOUBLE PRECISION NULL, y DOUBLE PRECISION NULL, accuracy DOUBLE PRECISION NULL,
            confidence DOUBLE PRECISION NULL, UNIQUE (site_id, client, hash));
        CREATE INDEX query_scans_by_device ON query_scans (site_id, device, time);
        CREATE INDEX query_scans_by_time ON query_scans (site_id, time);
        CREATE INDEX query_scans_by_received ON query_scans (received);

        CREATE TABLE opted_out_access_points (
            site_id BIGINT NOT NULL REFERENCES sites(id), access_point TEXT NOT NULL, since BIGINT NOT NULL,
            PRIMARY KEY (site_id, access_point));

        CREATE TABLE models (
            id $id, site_id BIGINT NOT NULL REFERENCES sites(id), version INTEGER NOT NULL, created BIGINT NOT NULL,
            kind TEXT NOT NULL, scans INTEGER NOT NULL, preset TEXT NOT NULL, seed INTEGER NOT NULL,
            validation_error DOUBLE PRECISION NULL, sha256 TEXT NOT NULL, UNIQUE (site_id, version));

        CREATE TABLE model_contents (model_id BIGINT NOT NULL PRIMARY KEY REFERENCES models(id), bytes $bytes NOT NULL);

        CREATE TABLE promotions (
            id $id, site_id BIGINT NOT NULL REFERENCES sites(id), model_id BIGINT NOT NULL REFERENCES models(id),
            previous_model_id BIGINT NULL REFERENCES models(id), time BIGINT NOT NULL);
        CREATE INDEX promotions_by_site ON promotions (site_id, id);

        CREATE TABLE jobs (
            id $id, site_id BIGINT NOT NULL REFERENCES sites(id), kind TEXT NOT NULL, state TEXT NOT NULL,
            created BIGINT NOT NULL, started BIGINT NULL, finished BIGINT NULL, outcome TEXT NULL);
        CREATE INDEX jobs_by_site ON jobs (site_id, id);

        CREATE TABLE keys (
            id $id, public_id TEXT NOT NULL UNIQUE, hash $bytes NOT NULL, site_id BIGINT NULL REFERENCES sites(id),
            scopes INTEGER NOT NULL, in_path $bool NOT NULL, name TEXT NOT NULL, created BIGINT NOT NULL,
            revoked BIGINT NULL);

        CREATE TABLE audit (
            id $id, time BIGINT NOT NULL, site_id BIGINT NULL, key_id TEXT NULL, action TEXT NOT NULL, detail TEXT NOT NULL);
        CREATE INDEX audit_by_site ON audit (site_id, id);
        """;
}

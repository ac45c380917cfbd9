SET LOCAL client_min_messages = warning;
CREATE TABLE IF NOT EXISTS schema_version (version bigint PRIMARY KEY);
INSERT INTO schema_version (version) VALUES (0) ON CONFLICT DO NOTHING;

SELECT key FROM blob_key WHERE home_unit = $1 AND kind = $2 AND record = $3

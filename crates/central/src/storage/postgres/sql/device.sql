SELECT id, home_unit, employee, revoked_at IS NOT NULL FROM device WHERE token = $1

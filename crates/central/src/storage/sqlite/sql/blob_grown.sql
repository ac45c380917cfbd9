UPDATE blob SET stored = ?4, complete = ?5 WHERE home_unit = ?1 AND id = ?2 AND stored = ?3 AND complete = 0

SELECT hash, outcome, code, sequence FROM answered WHERE home_unit = ?1 AND id = ?2

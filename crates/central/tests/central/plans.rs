//! How PostgreSQL carries statements out that have been prepared while a table was empty: such a plan is kept.

use feltmappen_central::storage::{Place, Rig, Storage};

use crate::support::cluster;

macro_rules! sql {
    ($name:literal) => {
        include_str!(concat!("../../src/storage/postgres/sql/", $name, ".sql"))
    };
}

#[tokio::test]
async fn a_push_never_reads_a_whole_table() {
    let database = cluster().database();
    Storage::open(&Place::Postgres(database.clone()), Rig::default()).await.unwrap();
    let name = database.rsplit('/').next().unwrap();
    let statements = [
        ("uuid, text[], uuid[]", sql!("records")),
        ("uuid, uuid[]", sql!("answered")),
        ("uuid, text[], uuid[], bigint[], text[], text[], bytea[], uuid[], text[]", sql!("record_change")),
    ];
    for (types, sql) in statements {
        let values = vec!["NULL"; types.split(',').count()].join(", ");
        let plan = cluster().sql(
            name,
            &format!(
                "SET plan_cache_mode = force_generic_plan; PREPARE asked ({types}) AS {sql}; EXPLAIN EXECUTE asked ({values})"
            ),
        );
        assert!(plan.contains("Function Scan") && !plan.contains("Seq Scan"), "{plan}");
    }
}

//! Handing in commits, and what became of each.

use feltmappen_domain::canonical::value_to_canonical_json;
use feltmappen_domain::record::Kind;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Dataset, FeedId};
use crate::merge::Code;
use crate::{Commit, Outcome, payload_hash};

/// Commits handed in together, oldest first. One request is one transaction at central, one commit one savepoint in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// The data that the device has last compared itself with. Central refuses the whole push (409, `other_dataset`)
    /// when it holds another one: what it lost must be offered before what rests on it. Without it any data will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset: Option<Dataset>,
    /// The commits. A commit stands after those that it needs.
    pub commits: Vec<Commit>,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReply {
    /// Which data.
    pub dataset: Dataset,
    /// One result per commit, in the order of the request.
    pub results: Vec<CommitResult>,
}

/// What became of one commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitResult {
    /// The commit.
    pub id: Uuid,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
}

/// What central answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Final: the same id gets the same outcome for ever.
    Done {
        /// What became of it.
        #[serde(flatten)]
        outcome: Outcome,
        /// For each feed that holds a record of the commit, the highest number among those records once the commit had
        /// been dealt with; also when it changed nothing. The device shows its own values until it has stored a
        /// last page (`complete`) that reaches so far: the record may have moved to a later number meanwhile.
        /// Empty for a rejection.
        feeds: Vec<(FeedId, u64)>,
    },
    /// Not final and nothing stored: what it needs was rejected, or is not known here.
    Held {
        /// The first commit that is missing.
        needs: Uuid,
    },
    /// The id is known with another payload. Nothing stored.
    OtherPayload,
}

/// The body of every answer that is not 2xx.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// One of the codes below, or a newer one.
    pub code: String,
}

impl Problem {
    /// No token, or one that has expired: sign in.
    pub const UNAUTHORISED: &'static str = "unauthorised";
    /// The device has been struck off.
    pub const REVOKED: &'static str = "revoked";
    /// The program is too old to read; it may still hand in.
    pub const TOO_OLD: &'static str = "too_old";
    /// The request is larger than the limits.
    pub const TOO_LARGE: &'static str = "too_large";
    /// The request cannot be read.
    pub const BAD_REQUEST: &'static str = "bad_request";
    /// Central has been restored or swapped since the device compared: ask for the feeds first.
    pub const OTHER_DATASET: &'static str = "other_dataset";
    /// There is nothing here for this reader.
    pub const NOT_FOUND: &'static str = "not_found";
    /// Come back later.
    pub const BUSY: &'static str = "busy";
    /// Central takes no changes at the moment.
    pub const READ_ONLY: &'static str = "read_only";
    /// Central has a fault.
    pub const INTERNAL: &'static str = "internal";
}

/// What was handed in, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushReading {
    /// The data that the device has compared itself with.
    pub dataset: Option<Dataset>,
    /// The commits, in their order.
    pub commits: Vec<Pushed>,
}

/// One commit as central received it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// Its id.
    pub id: Uuid,
    /// The hash of its payload.
    pub hash: [u8; 32],
    /// The commit, or the code to reject it with.
    pub commit: Result<Commit, Code>,
}

/// Reads what was handed in. A commit that cannot be read is answered by itself and stops no other.
///
/// # Errors
/// When the body is no list of commits, or one has no id: the request as a whole is bad.
pub fn read_push(body: &[u8]) -> Result<PushReading, serde_json::Error> {
    // Looked at once as a whole, that it is text: not again for each of thousands of values.
    let body = str::from_utf8(body).map_err(serde::de::Error::custom)?;
    if let Ok(push) = serde_json::from_str::<Push>(body) {
        let read = |commit: Commit| Pushed { id: commit.id, hash: payload_hash(&commit), commit: Ok(commit) };
        return Ok(PushReading { dataset: push.dataset, commits: push.commits.into_iter().map(read).collect() });
    }
    #[derive(Deserialize)]
    struct Loose {
        #[serde(default)]
        dataset: Option<Dataset>,
        commits: Vec<Value>,
    }
    #[derive(Deserialize)]
    struct Named {
        id: Uuid,
    }
    let Loose { dataset, commits } = serde_json::from_str(body)?;
    let read = |value: Value| {
        let Named { id } = Named::deserialize(&value)?;
        Ok(match Commit::deserialize(&value) {
            Ok(commit) => Pushed { id, hash: payload_hash(&commit), commit: Ok(commit) },
            Err(_) => {
                let hash = Sha256::digest(value_to_canonical_json(&value)).into();
                Pushed { id, hash, commit: Err(why_unreadable(&value)) }
            }
        })
    };
    let commits = commits.into_iter().map(read).collect::<Result<_, serde_json::Error>>()?;
    Ok(PushReading { dataset, commits })
}

fn why_unreadable(commit: &Value) -> Code {
    let records = commit.get("records").and_then(Value::as_array).into_iter().flatten();
    let mut kinds = records.filter_map(|record| record.get("key")?.get("kind")?.as_str());
    if kinds.any(|kind| kind.parse::<Kind>().is_err()) { Code::UnknownKind } else { Code::Format }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::golden_commit;
    use serde_json::json;

    #[test]
    fn a_commit_that_cannot_be_read_is_answered_by_itself() {
        let good = serde_json::to_value(golden_commit()).unwrap();
        let mut newer = good.clone();
        newer["records"][0]["key"]["kind"] = json!("spaceship");
        let mut broken = good.clone();
        broken["records"][0]["changes"][0]["value"] = json!({"an": "object"});
        let body = json!({"commits": [good, newer, broken]}).to_string();
        let pushed = read_push(body.as_bytes()).unwrap().commits;
        assert_eq!(pushed[0].commit, Ok(golden_commit()));
        assert_eq!(pushed[1].commit, Err(Code::UnknownKind));
        assert_eq!(pushed[2].commit, Err(Code::Format));
        assert!(pushed[0].hash != pushed[1].hash && pushed[1].hash != pushed[2].hash);
    }

    #[test]
    fn the_hash_does_not_depend_on_who_else_could_be_read() {
        let good = serde_json::to_value(golden_commit()).unwrap();
        let alone = read_push(json!({"commits": [good]}).to_string().as_bytes()).unwrap().commits;
        let beside = read_push(json!({"commits": [good, {"id": Uuid::nil()}]}).to_string().as_bytes()).unwrap().commits;
        assert_eq!(alone[0], beside[0]);
    }

    #[test]
    fn without_an_id_there_is_nobody_to_answer() {
        assert!(read_push(br#"{"commits": [{}]}"#).is_err());
        assert!(read_push(b"[]").is_err());
    }
}

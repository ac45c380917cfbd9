//! Attachments over HTTP, a piece at a time: out before the commits that name them, in when somebody wants them.

use feltmappen_store::{Attachment, Workspace};
use feltmappen_sync::{
    engine::{Event, Failure},
    wire::{ContentHash, PIECE_BYTES, Problem},
};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use uuid::Uuid;

use super::{
    client::{Client, REFUSAL_BYTES, body, refused, send},
    effects::failure,
};

const RECORD: &str = "feltmappen-record";
const SIZE: &str = "feltmappen-size";
const SHA256: &str = "feltmappen-sha256";
const OFFSET: &str = "feltmappen-offset";
const COMPLETE: &str = "feltmappen-complete";

/// Sends the next piece of an attachment, from where central has it, and notes it when central has all.
pub(super) async fn hand_in(client: Client, workspace: &Workspace, id: Uuid) -> Result<Event, Failure> {
    // Erased meanwhile, with what names it.
    if let Some(attachment) = stored(workspace.attachment(id))?
        && hand_in_next(&client, workspace, &attachment).await?
    {
        stored(workspace.attachment_sent(id))?;
    }
    Ok(Event::PieceSent { unsent: stored(workspace.sync_counts())?.unsent })
}

/// True when central has all of it.
async fn hand_in_next(client: &Client, workspace: &Workspace, attachment: &Attachment) -> Result<bool, Failure> {
    let (mut from, complete) = match client.stands(attachment.id).await {
        // Who is too old to ask sends the first piece again, and is told.
        Err(Failure::TooOld) => (0, false),
        stands => stands?,
    };
    if complete {
        return Ok(true);
    }
    loop {
        let piece = stored(workspace.attachment_piece(attachment.id, from))?.unwrap_or_default();
        let follows = from + piece.len() as u64;
        let (until, complete) = client.put_piece(attachment, from, piece).await?;
        if complete || until == follows {
            return Ok(complete);
        }
        if until <= from {
            // Nothing came of it: not at once again.
            return Err(Failure::Server { retry_after: None });
        }
        from = until;
    }
}

/// Fetches and stores the next piece of what is wanted.
pub(super) async fn fetch(client: Client, workspace: &Workspace) -> Result<Event, Failure> {
    if let Some(wanted) = stored(workspace.next_wanted())? {
        match client.get_piece(wanted.id, wanted.here).await? {
            Some((announced, piece)) => stored(workspace.store_piece(wanted.id, announced, wanted.here, &piece))?,
            None => stored(workspace.attachment_missing(wanted.id))?,
        }
    }
    Ok(Event::PieceCame { wanted: stored(workspace.wanted_attachments())? })
}

fn stored<T>(result: feltmappen_store::Result<T>) -> Result<T, Failure> {
    result.map_err(|error| failure(&error))
}

impl Client {
    /// How far central has an attachment, and whether it has all.
    async fn stands(&self, id: Uuid) -> Result<(u64, bool), Failure> {
        let request = self.blob(Method::HEAD, id, "")?;
        let response = send(request, 0).await?;
        // The answer to this question has no body that could say why, so anybody on the way may have given it. Whether this
        // device may still ask is said by the look that follows a failure.
        match response.status() {
            StatusCode::NOT_FOUND => Ok((0, false)),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(Failure::Server { retry_after: None }),
            StatusCode::UPGRADE_REQUIRED => Err(Failure::TooOld),
            status if status.is_success() => progress(&response),
            _ => Err(refused(response).await),
        }
    }

    /// Hands in a piece; how far central has it then, and whether it has all.
    async fn put_piece(&self, attachment: &Attachment, from: u64, piece: Vec<u8>) -> Result<(u64, bool), Failure> {
        let (size, sha256) = attachment.announced.ok_or(Failure::Server { retry_after: None })?;
        let request = self
            .blob(Method::PUT, attachment.id, &format!("?offset={from}"))?
            .header(RECORD, format!("{}/{}", attachment.key.kind, attachment.key.id))
            .header(SIZE, size)
            .header(SHA256, ContentHash::from_bytes(sha256).to_string());
        let bytes = piece.len();
        let response = send(request.body(piece), bytes).await?;
        match response.status() {
            StatusCode::CONFLICT => Ok((number(&response, OFFSET)?, false)),
            // Its record is erased, perhaps where this device does not read: the commit goes, and is told so.
            StatusCode::NOT_FOUND => found_nothing(response).await.map(|()| (size, true)),
            status if status.is_success() => progress(&response),
            _ => Err(refused(response).await),
        }
    }

    /// The bytes from an offset on, at most a piece, with size and hash of the whole; none when there is no such attachment.
    async fn get_piece(&self, id: Uuid, from: u64) -> Result<Option<((u64, [u8; 32]), Vec<u8>)>, Failure> {
        let request = self.blob(Method::GET, id, &format!("?offset={from}&limit={PIECE_BYTES}"))?;
        let response = send(request, 0).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return found_nothing(response).await.map(|()| None);
        }
        if !response.status().is_success() {
            return Err(refused(response).await);
        }
        let hash = text(&response, SHA256).and_then(|hash| ContentHash::try_from(hash.to_owned()).ok());
        let announced = (number(&response, SIZE)?, *hash.ok_or(Failure::CaptivePortal)?.as_bytes());
        Ok(Some((announced, body(response, PIECE_BYTES).await?)))
    }

    fn blob(&self, method: Method, id: Uuid, query: &str) -> Result<RequestBuilder, Failure> {
        self.ask(method, &format!("v1/blobs/{id}{query}"))
    }
}

/// Whether it is central that says so, and not somebody on the way.
async fn found_nothing(response: Response) -> Result<(), Failure> {
    let said = serde_json::from_slice::<Problem>(&body(response, REFUSAL_BYTES).await?);
    if said.is_ok_and(|problem| problem.code == Problem::NOT_FOUND) { Ok(()) } else { Err(Failure::CaptivePortal) }
}

/// What both headers say. An answer without them is not central's.
fn progress(response: &Response) -> Result<(u64, bool), Failure> {
    Ok((number(response, OFFSET)?, text(response, COMPLETE) == Some("true")))
}

fn number(response: &Response, header: &str) -> Result<u64, Failure> {
    text(response, header).and_then(|text| text.parse().ok()).ok_or(Failure::CaptivePortal)
}

fn text<'a>(response: &'a Response, header: &str) -> Option<&'a str> {
    response.headers().get(header)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::{
        super::client::tests::{answered_with, wait},
        *,
    };

    #[test]
    fn only_central_says_that_a_device_is_struck_off_or_that_there_is_no_such_attachment() {
        let later = Failure::Server { retry_after: None };
        for status in ["401 Unauthorized", "403 Forbidden"] {
            let gateway = answered_with(status, b"");
            assert_eq!(wait(gateway.stands(Uuid::nil())).err(), Some(later), "{status}");
        }
        let id = Uuid::nil();
        let lost = answered_with("404 Not Found", b"<html>Siden findes ikke</html>");
        assert_eq!(wait(lost.get_piece(id, 0)).err(), Some(Failure::CaptivePortal));
        let central = answered_with("404 Not Found", br#"{"code":"not_found"}"#);
        assert!(wait(central.get_piece(id, 0)).unwrap().is_none());
    }
}

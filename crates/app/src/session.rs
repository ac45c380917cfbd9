//! Opening the workspace, and who works in it.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use feltmappen_domain::{
    record::{Kind, RecordId, RecordKey},
    schema,
};
use feltmappen_store::{NewSlots, OpenWith, Passphrase, PlaceState, SlotKind, Workspace};

use feltmappen_sync::engine::SyncState;
use serde_json::Value;

use crate::{
    App, Demo, ErrorCode, Me, Open, Outcome,
    api::{ListQuery, NewPerson, Person, Recovered, Security, Session, Sort, Start, SyncStatus, SyncView},
    demo,
    lists::number,
    sync::Driver,
};

/// Setting: set while the app runs, cleared when it closes in good order.
pub(crate) const RUNNING: &str = "running";
const ME: &str = "me";
const PLACE: &str = "place";
/// What a list asks for first.
const FIRST_PAGE: ListQuery = ListQuery {
    text: String::new(),
    status: None,
    unit: None,
    mine: false,
    within_days: None,
    branch: None,
    sort: Sort::Title,
    descending: false,
    offset: 0,
    limit: 20,
};
/// Shorter passphrases protect nothing worth protecting.
const SHORTEST_PASSPHRASE: usize = 12;

impl App {
    /// How the app stands: no workspace, locked or open. A workspace that the keyring opens is opened here.
    pub fn start(&self) -> Outcome<Start> {
        // Whoever asks while it is being opened waits for that.
        let _one = self.starting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(open) = self.opened() {
            return self.session(&open).map(|session| Start::Open { session });
        }
        match self.place.state()? {
            PlaceState::Absent if self.demo.is_some() && self.keyring_answers() => self.create_workspace(String::new()),
            PlaceState::Absent => Ok(Start::Empty { keyring: self.keyring_answers() }),
            PlaceState::Present { slots } if slots.contains(&SlotKind::Keyring) => {
                match Workspace::open(&self.place, OpenWith::Keyring(&*self.keyring), &self.now()) {
                    Ok(workspace) => self.enter(workspace, None),
                    // The passphrase still opens it: the keyring's trouble is not the user's.
                    Err(feltmappen_store::StoreError::KeyLost | feltmappen_store::StoreError::NoKeyring)
                        if slots.contains(&SlotKind::Passphrase) =>
                    {
                        Ok(Start::Locked)
                    }
                    Err(error) => Err(error.into()),
                }
            }
            PlaceState::Present { .. } => Ok(Start::Locked),
        }
    }

    /// Does ahead of the window what it will ask for first. What fails here fails again when it is asked for, and is said
    /// then.
    pub fn warm_up(&self) {
        if self.start().is_ok() {
            let _ = self.companies(FIRST_PAGE);
            let _ = self.branches();
        }
    }

    /// Makes the workspace with the catalogue of kommuner. An empty passphrase leaves the key to the system's keyring.
    pub fn create_workspace(&self, passphrase: String) -> Outcome<Start> {
        let passphrase = Self::chosen(passphrase)?;
        let slots =
            NewSlots { keyring: passphrase.is_none().then_some(&*self.keyring), passphrase: passphrase.as_ref() };
        let workspace = Workspace::create(&self.place, slots, &self.now())?;
        self.enter(workspace, self.demo)
    }

    /// Opens a locked workspace.
    pub fn unlock(&self, passphrase: String) -> Outcome<Start> {
        let passphrase = Passphrase::new(passphrase);
        let workspace = Workspace::open(&self.place, OpenWith::Passphrase(&passphrase), &self.now())?;
        self.enter(workspace, None)
    }

    /// Says who I am: a new employee in the catalogue.
    pub fn introduce(&self, person: NewPerson) -> Outcome<Session> {
        let open = self.opened()?;
        if person.name.trim().is_empty() {
            return Err(ErrorCode::WhoAreYou.into());
        }
        let id = self.new_id()?;
        let key = RecordKey { kind: Kind::Employee, id };
        let me = Me { employee: id, unit: person.unit };
        let values =
            [("name", person.name.into()), ("title", person.title.into()), ("unit", person.unit.to_string().into())];
        self.make(&open, me, key, "introduce", values)?;
        self.be(&open, id)
    }

    /// Says who I am: an employee who is in the catalogue already.
    pub fn choose_me(&self, employee: RecordId) -> Outcome<Session> {
        self.be(&*self.opened()?, employee)
    }

    /// How the workspace is locked.
    pub fn security(&self) -> Outcome<Security> {
        let slots = match self.place.state()? {
            PlaceState::Absent => Vec::new(),
            PlaceState::Present { slots } => slots,
        };
        Ok(Security {
            keyring: slots.contains(&SlotKind::Keyring),
            passphrase: slots.contains(&SlotKind::Passphrase),
            keyring_available: self.keyring_answers(),
        })
    }

    /// Asks for a passphrase at each start from now on; an empty one leaves the key to the keyring again. The file is
    /// not encrypted anew: only the key's wrapping changes.
    pub fn set_passphrase(&self, passphrase: String) -> Outcome<Security> {
        let open = self.opened()?;
        match Self::chosen(passphrase)? {
            Some(passphrase) => {
                open.workspace.set_passphrase(&passphrase)?;
                if open.workspace.slots()?.contains(&SlotKind::Keyring) {
                    open.workspace.remove_slot(SlotKind::Keyring, Some(&*self.keyring))?;
                }
            }
            None => open.workspace.set_keyring(&*self.keyring)?,
        }
        self.security()
    }

    /// Remembers the page that is shown, so that the next start opens where the user was.
    pub fn remember_place(&self, place: String) -> Outcome<bool> {
        let open = self.opened()?;
        let fits = place.len() <= 200;
        if fits {
            open.workspace.set_setting(PLACE, &place.into(), &self.now())?;
        }
        Ok(fits)
    }

    /// Is everything saved and sent?
    pub fn sync_status(&self) -> Outcome<SyncView> {
        let open = self.opened()?;
        self.write_access(&open);
        let counts = open.workspace.sync_counts()?;
        let unsent = number(counts.unsent);
        let asks = self.driver().as_ref().map(Driver::asks).unwrap_or_default();
        let in_records = number(self.waiting_drafts(&open)?.len() as u64 + Self::waiting_for_me(&open, &counts)?);
        let items = in_records + u32::from(asks.too_old);
        let shown = self.driver().as_ref().map(Driver::shown);
        let half_read = open.workspace.is_half_read()?;
        let waits = |other| if items > 0 { SyncStatus::Decide { items, unsent } } else { other };
        let status = match shown {
            None => waits(SyncStatus::SavedHere { unsent }),
            Some(None) => SyncStatus::SavedHere { unsent },
            Some(Some(SyncState::DiskFull)) => SyncStatus::DiskFull,
            Some(Some(SyncState::SignIn)) => SyncStatus::SignIn { unsent },
            Some(Some(SyncState::FirstSync { done, total, paused })) => {
                SyncStatus::FirstSync { done: number(done), total: number(total), paused }
            }
            // Begun before the app was closed: how much there is in all is not told again, and half is not all.
            Some(Some(_)) if half_read => {
                let here = open.workspace.feeds()?.iter().map(|feed| feed.count).sum();
                SyncStatus::FirstSync { done: number(here), total: 0, paused: true }
            }
            _ if asks.deletions.is_some() => SyncStatus::Decide { items: items + 1, unsent },
            // The engine hears of a save a moment later than the disk.
            Some(Some(SyncState::Sending { n })) => SyncStatus::Sending { unsent: number(n).max(unsent) },
            Some(Some(SyncState::SavedHere { n })) => waits(SyncStatus::SavedHere { unsent: number(n).max(unsent) }),
            Some(Some(SyncState::AllSent | SyncState::Waiting { .. })) if unsent > 0 => SyncStatus::Sending { unsent },
            // The engine counts field by field, the page that it leads to by record and author.
            Some(Some(SyncState::Waiting { n })) => {
                SyncStatus::Decide { items: if items > 0 { items } else { number(n) }, unsent }
            }
            Some(Some(SyncState::AllSent)) => waits(SyncStatus::AllSent),
        };
        let (latest, news) = (self.latest_news(&open)?, Self::news_count(&open)?);
        Ok(SyncView { status, latest, news, connected: shown.is_some() })
    }

    pub(crate) fn chosen(passphrase: String) -> Outcome<Option<Passphrase>> {
        match passphrase.chars().count() {
            0 => Ok(None),
            1..SHORTEST_PASSPHRASE => Err(ErrorCode::WeakPassphrase.into()),
            _ => Ok(Some(Passphrase::new(passphrase))),
        }
    }

    fn keyring_answers(&self) -> bool {
        self.keyring.get("probe").is_ok()
    }

    fn enter(&self, workspace: Workspace, demo: Option<Demo>) -> Outcome<Start> {
        let cut_off = workspace.setting(RUNNING)?;
        let employee = workspace.setting(ME)?.as_ref().and_then(Value::as_str).and_then(|id| id.parse().ok());
        let mut open = Open {
            workspace,
            me: RwLock::default(),
            recovered: None,
            access: Mutex::default(),
            published: Mutex::default(),
        };
        if open.workspace.all(Kind::Unit)?.is_empty() {
            self.seed(&open.workspace)?;
        }
        if let Some(employee) = employee {
            // An identity that no longer holds is asked for again; it never keeps the workspace shut.
            let _ = self.be(&open, employee);
        }
        open.recovered = self.settle_drafts(&open, cut_off.as_ref().and_then(Value::as_str))?;
        open.workspace.set_setting(RUNNING, &self.now().into(), &self.now())?;
        let open = Arc::new(open);
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&open));
        if let Some(demo) = demo {
            demo::begin(self, &open, demo)?;
        }
        // What cannot be taken away now is tried again at the next start.
        let _ = self.clear_half_saved(&open);
        // Work goes on without central, whatever keeps the driver from starting.
        let _ = self.take_given_central(&open);
        let _ = self.start_sync(&open);
        self.session(&open).map(|session| Start::Open { session })
    }

    pub(crate) fn be(&self, open: &Open, employee: RecordId) -> Outcome<Session> {
        let key = RecordKey { kind: Kind::Employee, id: employee };
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let unit = record.fields.id("unit").ok_or(ErrorCode::WhoAreYou)?;
        open.workspace.set_setting(ME, &employee.to_string().into(), &self.now())?;
        *open.me.write().unwrap_or_else(PoisonError::into_inner) = Some(Me { employee, unit });
        self.session(open)
    }

    fn session(&self, open: &Open) -> Outcome<Session> {
        let me = match open.identity() {
            None => None,
            Some(me) => {
                let employee = self.name_of(open, Kind::Employee, me.employee)?;
                let unit = self.name_of(open, Kind::Unit, me.unit)?;
                Some(Person { employee: me.employee, name: employee, unit: me.unit, unit_name: unit })
            }
        };
        Ok(Session {
            me,
            last_place: open.workspace.setting(PLACE)?.as_ref().and_then(Value::as_str).map(str::to_owned),
            recovered: open.recovered.clone(),
            locking: !open.workspace.slots()?.contains(&SlotKind::Keyring),
        })
    }

    /// No field is being typed in any more, so every draft counts as left: what holds its format becomes a change, the
    /// rest waits for a decision. Tells what the session that began at `cut_off` had not come to.
    fn settle_drafts(&self, open: &Open, cut_off: Option<&str>) -> Outcome<Option<Recovered>> {
        let mut fields = 0;
        let mut record = None;
        for (key, draft) in open.workspace.all_drafts()? {
            if cut_off.is_some_and(|since| draft.at.as_str() >= since) {
                fields += 1;
                record = record.or_else(|| self.named(open, &key).ok());
            }
            let settles = open.identity().is_some()
                && schema::spec_of(key.kind, &draft.path).is_some()
                && schema::check(key.kind, &draft.path, &draft.value).is_none();
            if settles {
                // What cannot be settled stays a draft and is shown as one.
                let _ = self.settle(open, key, "recover", vec![(draft.path, draft.value)]);
            }
        }
        Ok((fields > 0).then_some(Recovered { fields, record }))
    }
}

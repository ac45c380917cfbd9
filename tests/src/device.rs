//! A device without a window, as a proof handles it: a process of its own, told what its user does.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::Mutex,
};

use crate::{Proxy, target, wait::LIMIT};

struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: Lines<BufReader<ChildStdout>>,
}

/// A device. Its process ends with it; its files stay where they are.
pub struct Device {
    /// Everything of this device: the workspace, the keyring, what it exports.
    pub folder: PathBuf,
    /// The network between it and central.
    pub proxy: Proxy,
    keyring: Option<PathBuf>,
    process: Mutex<Option<Process>>,
}

impl Device {
    /// Switches a device on. Without a keyring its workspace must have a passphrase.
    pub async fn start(folder: &Path, proxy: Proxy, with_keyring: bool) -> Self {
        std::fs::create_dir_all(folder).expect("a folder for the device");
        let keyring = with_keyring.then(|| folder.join("keyring"));
        let device = Self { folder: folder.to_owned(), proxy, keyring, process: Mutex::default() };
        device.switch_on().await;
        device
    }

    /// Starts the process; a workspace that the keyring opens is opened.
    pub async fn switch_on(&self) {
        let program = target().join("debug/device");
        assert!(program.is_file(), "{} is missing; `cargo xtask test sync` builds it", program.display());
        let mut command = Command::new(program);
        command.arg(&self.folder).args(&self.keyring);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("the device starts");
        let stdin = child.stdin.take().expect("its input");
        let stdout = BufReader::new(child.stdout.take().expect("its output")).lines();
        *self.process.lock().await = Some(Process { child, stdin, stdout });
        self.does("start", json!({})).await;
    }

    /// Ends the process as a power cut would.
    pub async fn kill(&self) {
        let mut process = self.process.lock().await.take().expect("the device runs");
        process.child.kill().await.expect("it can be killed");
    }

    /// Closes as a window does.
    pub async fn switch_off(&self) {
        let Process { mut child, stdin, .. } = self.process.lock().await.take().expect("the device runs");
        drop(stdin);
        let ended = tokio::time::timeout(LIMIT, child.wait()).await.expect("it ends in time").expect("it ends");
        assert!(ended.success(), "it ends in good order");
    }

    /// The user does something; what comes of it, or the failure that the user sees.
    pub async fn tries(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let mut process = self.process.lock().await;
        let process = process.as_mut().expect("the device runs");
        let line = format!("{}\n", json!({ "command": command, "arguments": arguments }));
        let answer = async {
            process.stdin.write_all(line.as_bytes()).await.ok()?;
            process.stdout.next_line().await.ok()?
        };
        let line = tokio::time::timeout(LIMIT, answer).await.unwrap_or_else(|_| panic!("{command}: no answer"));
        let line = line.unwrap_or_else(|| panic!("{command}: the device has ended"));
        let mut answer: Value = serde_json::from_str(&line).expect("an answer");
        match answer.get_mut("answer") {
            Some(answer) => Ok(answer.take()),
            None => Err(answer["failure"].take()),
        }
    }

    /// The user does something that goes well.
    pub async fn does(&self, command: &str, arguments: Value) -> Value {
        self.tries(command, arguments).await.unwrap_or_else(|failure| panic!("{command}: {failure}"))
    }

    /// Sets text fields, as one user action; when this returns the device has called it saved.
    pub async fn sets(&self, key: &Value, values: &[(&str, &str)]) {
        let values: Vec<_> = values.iter().map(|(path, value)| json!({ "path": path, "value": value })).collect();
        self.does("set_fields", json!({ "key": key, "values": values })).await;
    }

    /// Makes a job order and gives its key.
    pub async fn order(&self, title: &str) -> Value {
        let values = json!([{ "path": "title", "value": title }]);
        self.does("create", json!({ "kind": "job_order", "values": values })).await["key"].take()
    }

    /// What a field shows; nothing when the record is not here.
    pub async fn text(&self, key: &Value, path: &str) -> Option<String> {
        let view = self.tries("open", json!({ "key": key })).await.ok()?;
        view["fields"][path].as_str().map(str::to_owned)
    }

    /// What the corner of the window says: the state, and how much is not sent.
    pub async fn status(&self) -> (String, u64) {
        let status = self.does("sync_status", json!({})).await;
        (status["state"].as_str().unwrap_or_default().to_owned(), status["unsent"].as_u64().unwrap_or_default())
    }

    /// What waits for the user.
    pub async fn attention(&self) -> Value {
        self.does("attention", json!({})).await
    }
}

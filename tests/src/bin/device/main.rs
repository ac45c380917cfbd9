//! A device without a window: the use cases with their store and their driver in a process of their own, told by lines of
//! JSON on stdin what its user does. It can be killed like a window, and starts in a moment.
//!
//! `{"command": NAME, "arguments": {…}}` is answered by `{"answer": …}` or `{"failure": …}`. When stdin ends, it closes as a
//! window does. `attach` and `read_attachment` take the file's path for the bytes.
#![allow(clippy::print_stdout, reason = "answers go to standard output")]
#![allow(clippy::disallowed_methods, reason = "the edge where time comes in")]

use std::{
    io::{BufRead, Write},
    path::PathBuf,
    process::ExitCode,
};

use feltmappen_app::{App, api::*};
use feltmappen_proofs::PaperKeyring;
use feltmappen_store::Place;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

/// What the user does.
#[derive(Deserialize)]
struct Told {
    command: String,
    #[serde(default)]
    arguments: Map<String, Value>,
}

/// The answer, or why there is none.
type Answer = Result<Value, Value>;

macro_rules! call {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)*) => {
        /// Any use case that a window can call.
        fn call(app: &App, told: Told) -> Answer {
            #[allow(unused_mut, unused_variables, reason = "some use cases take nothing")]
            let mut arguments = told.arguments;
            match told.command.as_str() {
                $(stringify!($name) => {
                    $(let $argument: $kind = take(&mut arguments, stringify!($argument))?;)*
                    match app.$name($($argument),*) {
                        Ok(answer) => Ok(written(&answer)),
                        Err(failure) => Err(written(&failure)),
                    }
                })*
                other => Err(json!(format!("there is no use case {other}"))),
            }
        }
    };
}
feltmappen_app::commands!(call);

/// The use cases that take or give bytes.
fn with_file(app: &App, mut told: Told) -> Answer {
    let key = take(&mut told.arguments, "key")?;
    let path = take(&mut told.arguments, "path")?;
    let file: PathBuf = take(&mut told.arguments, "file")?;
    let in_trouble = |error: std::io::Error| json!(error.to_string());
    if told.command == "attach" {
        let mut from = std::fs::File::open(file).map_err(in_trouble)?;
        return app.attach(key, path, &mut from).map(|view| written(&view)).map_err(|failure| written(&failure));
    }
    let mut into = std::fs::File::create(file).map_err(in_trouble)?;
    app.read_attachment(key, path, &mut into).map(|()| Value::Null).map_err(|failure| written(&failure))
}

fn take<T: DeserializeOwned>(arguments: &mut Map<String, Value>, name: &str) -> Result<T, Value> {
    let value = arguments.remove(name).unwrap_or_default();
    serde_json::from_value(value).map_err(|error| json!(format!("{name}: {error}")))
}

fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn main() -> ExitCode {
    let Some(home) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: device HOME [KEYRING]");
        return ExitCode::FAILURE;
    };
    let keyring = PaperKeyring::new(std::env::args_os().nth(2).map(PathBuf::from));
    let exports = home.clone();
    let app = App::new(Place::new(home.join("workspace")), Box::new(keyring), Box::new(chrono::Utc::now));
    let app = app.with_exports(exports);
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let answer = match serde_json::from_str::<Told>(&line) {
            Ok(told) if matches!(told.command.as_str(), "attach" | "read_attachment") => with_file(&app, told),
            Ok(told) => call(&app, told),
            Err(error) => Err(json!(error.to_string())),
        };
        let answer = match answer {
            Ok(answer) => json!({ "answer": answer }),
            Err(failure) => json!({ "failure": failure }),
        };
        let mut out = std::io::stdout().lock();
        if writeln!(out, "{answer}").and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    app.close();
    ExitCode::SUCCESS
}

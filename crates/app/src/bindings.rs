//! The window's client, written from the registry of commands: types and one function per command.

use std::{any::TypeId, collections::BTreeMap, collections::BTreeSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::{api::*, failure::Failure};

/// Collects the declarations of a type and of everything it consists of.
struct Declarations {
    config: Config,
    seen: BTreeSet<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            self.by_name.insert(T::ident(&self.config), T::decl(&self.config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut name, word| {
        let mut letters = word.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

macro_rules! write_client {
    ($($(#[doc = $doc:literal])* $name:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)*) => {
        /// The text of `ui/src/bindings.ts`.
        #[must_use]
        pub fn bindings() -> String {
            let mut types = Declarations {
                config: Config::new().with_large_int("number"),
                seen: BTreeSet::new(),
                by_name: BTreeMap::new(),
            };
            let mut functions = String::new();
            types.visit::<Failure>();
            visit_events(&mut types);
            $(
                $(types.visit::<$kind>();)*
                types.visit::<$answer>();
                let config = &types.config;
                let parameters: Vec<String> =
                    vec![$(format!("{}: {}", camel(stringify!($argument)), <$kind as TS>::name(config))),*];
                let arguments: Vec<String> = vec![$(match camel(stringify!($argument)) {
                    name if name == stringify!($argument) => name,
                    name => format!("{}: {name}", stringify!($argument)),
                }),*];
                let passed = if arguments.is_empty() { String::new() } else { format!(", {{ {} }}", arguments.join(", ")) };
                functions.push_str(&format!(
                    "/**{} */\nexport const {} = ({}): Promise<{}> => call('{}'{passed});\n",
                    concat!($($doc),*),
                    camel(stringify!($name)),
                    parameters.join(", "),
                    <$answer as TS>::name(config),
                    stringify!($name),
                ));
            )*
            let mut text = String::from(
                "// Written by `cargo xtask bindings` from the Rust types and the registry of commands. Do not edit.\n\
                 import { call } from './lib/backend';\n\
                 import { hear } from './lib/hearing';\n\n",
            );
            for declaration in types.by_name.values() {
                text.push_str("export ");
                text.push_str(&declaration.replace(" \n", "\n"));
                text.push('\n');
            }
            text.push('\n');
            text.push_str(&functions);
            write_events(&mut text, &types.config);
            text
        }

        /// The name of every command, for the window's permissions.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];
    };
}

crate::commands!(write_client);

macro_rules! write_hearing {
    ($($(#[doc = $doc:literal])* $name:ident -> $told:ty;)*) => {
        fn visit_events(types: &mut Declarations) {
            $(types.visit::<$told>();)*
        }

        fn write_events(text: &mut String, config: &Config) {
            $(
                text.push_str(&format!(
                    "/**{} */\nexport const {} = (heard: (told: {told}) => void): Promise<() => void> => hear<{told}>('{}', heard);\n",
                    concat!($($doc),*),
                    camel(concat!("on_", stringify!($name))),
                    stringify!($name),
                    told = <$told as TS>::name(config),
                ));
            )*
        }
    };
}

crate::events!(write_hearing);

#[cfg(test)]
mod tests {
    #[test]
    fn names_cross_in_the_windows_own_style() {
        assert_eq!(super::camel("open"), "open");
        assert_eq!(super::camel("merge_companies"), "mergeCompanies");
    }
}

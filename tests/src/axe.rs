//! axe-core in the page: WCAG 2.1 A and AA, as far as a program can tell.

use std::fmt;

use serde_json::Value;

/// Something that axe says breaks a rule.
#[derive(Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule, such as `color-contrast`.
    pub rule: String,
    /// What the rule asks for.
    pub help: String,
    /// The elements, as selectors with axe's explanation.
    pub places: Vec<String>,
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}: {}", self.rule, self.help)?;
        self.places.iter().try_for_each(|place| write!(f, "\n    {place}"))
    }
}

/// The checker's own program.
pub fn program() -> String {
    let file = crate::root().join("ui/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("{} is missing; `cargo xtask setup`", file.display()))
}

/// Runs the checker over the whole page.
pub const RUN: &str = "
const done = arguments[arguments.length - 1];
axe.run(document, {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] },
  resultTypes: ['violations'],
}).then((result) => done(result.violations), (error) => done(String(error)));
";

/// What the checker answered.
pub fn read(answer: &Value) -> Vec<Violation> {
    let violations = answer.as_array().unwrap_or_else(|| panic!("axe did not run: {answer}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place = |node: &Value| {
        let why = text(&node["failureSummary"]).replace('\n', " ");
        format!("{} {why}", node["target"])
    };
    violations
        .iter()
        .map(|violation| Violation {
            rule: text(&violation["id"]),
            help: text(&violation["help"]),
            places: violation["nodes"].as_array().into_iter().flatten().map(place).collect(),
        })
        .collect()
}

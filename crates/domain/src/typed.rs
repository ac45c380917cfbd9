//! Typed views: a record's fields read by name. A view borrows the map, so fields that this version does not know stay
//! where they are; writing goes through [`Fields::set`] with a [`Path`](crate::record::Path).

use crate::record::{Fields, RecordId};

macro_rules! view {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $reader:ident($path:literal) -> $type:ty;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a>(&'a Fields);

        impl<'a> $name<'a> {
            /// Reads these fields.
            pub const fn new(fields: &'a Fields) -> Self {
                Self(fields)
            }

            /// All fields, known or not.
            pub const fn fields(&self) -> &'a Fields {
                self.0
            }

            $($(#[$field_doc])*
            pub fn $field(&self) -> Option<$type> {
                self.0.$reader($path)
            })*
        }
    };
}
pub(crate) use view;

view! {
    /// A unit of a municipality (D5).
    Unit {
        /// Its name, which is configuration and never assumed to be "Jobcenter …".
        name: filled_text("name") -> &'a str;
        /// The code of its municipality.
        municipality: filled_text("municipality") -> &'a str;
        /// Its phone number.
        phone: filled_text("phone") -> &'a str;
        /// Its mail address.
        email: filled_text("email") -> &'a str;
        /// The street and number of its address.
        street: filled_text("address.street") -> &'a str;
        /// The postcode of its address.
        postcode: filled_text("address.postcode") -> &'a str;
        /// The city of its address.
        city: filled_text("address.city") -> &'a str;
        /// The data protection officer's mail address (L5 b).
        dpo_email: filled_text("dpo.email") -> &'a str;
        /// The data protection officer's phone number (L5 b).
        dpo_phone: filled_text("dpo.phone") -> &'a str;
    }
}

view! {
    /// An employee of a unit (D1, D4).
    Employee {
        /// The name.
        name: filled_text("name") -> &'a str;
        /// The unit the employee belongs to.
        unit: id("unit") -> RecordId;
        /// The job title.
        title: filled_text("title") -> &'a str;
        /// The mail address.
        email: filled_text("email") -> &'a str;
        /// The phone number.
        phone: filled_text("phone") -> &'a str;
    }
}

view! {
    /// A company (D27).
    Company {
        /// Its name.
        name: filled_text("name") -> &'a str;
        /// Its CVR number, eight digits.
        cvr: filled_text("cvr") -> &'a str;
        /// Its branch code, six digits.
        branch_code: filled_text("branch.code") -> &'a str;
        /// The edition of the branch code, `DB07` or `DB25` (L31).
        branch_version: filled_text("branch.version") -> &'a str;
        /// Its branch in words.
        branch_text: filled_text("branch.text") -> &'a str;
        /// How many people work there.
        employees: integer("employees") -> i64;
        /// What it makes or sells (D253).
        business: filled_text("business") -> &'a str;
        /// Whom it sells to and where (D253).
        market: filled_text("market") -> &'a str;
        /// Whether the company uses JobAG.
        jobag_user: flag("jobag_user") -> bool;
        /// Internal notes.
        notes: filled_text("notes") -> &'a str;
        /// The company that this one turned out to be (Saml dubletter).
        alias_of: id("alias_of") -> RecordId;
    }
}

view! {
    /// A workplace (arbejdssted) of a company (D28).
    Workplace {
        /// The company it belongs to.
        company: id("company") -> RecordId;
        /// Its name.
        name: filled_text("name") -> &'a str;
        /// Its P-nummer, ten digits.
        p_number: filled_text("p_number") -> &'a str;
        /// Street and number.
        street: filled_text("address.street") -> &'a str;
        /// Postcode.
        postcode: filled_text("address.postcode") -> &'a str;
        /// City.
        city: filled_text("address.city") -> &'a str;
        /// The code of its municipality.
        municipality: filled_text("municipality") -> &'a str;
    }
}

view! {
    /// A contact person at a company (D10, D29).
    Contact {
        /// The company.
        company: id("company") -> RecordId;
        /// The workplace, when the person belongs to one.
        workplace: id("workplace") -> RecordId;
        /// The name.
        name: filled_text("name") -> &'a str;
        /// The job title.
        title: filled_text("title") -> &'a str;
        /// The mail address.
        email: filled_text("email") -> &'a str;
        /// The phone number.
        phone: filled_text("phone") -> &'a str;
        /// Whether this is the company's main contact (D11).
        main: flag("main") -> bool;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::to_canonical_json;
    use crate::order::JobOrder;
    use crate::record::Path;
    use serde_json::json;

    /// Reads a record that a newer version made, changes one known field, and writes it again: what this version does
    /// not know must come out as it went in.
    fn round_trip(known: &'static str, read: impl Fn(&Fields) -> Option<String>) {
        let text = format!(r#"{{"newer.field":"bevar mig","newer_list.{ID}.text":"også mig","{known}":"før"}}"#);
        let mut fields: Fields = serde_json::from_str(&text).unwrap();
        assert_eq!(read(&fields).as_deref(), Some("før"));
        fields.set(Path::known(known), json!("efter"));
        assert_eq!(read(&fields).as_deref(), Some("efter"));
        let written: Fields = serde_json::from_str(&to_canonical_json(&fields)).unwrap();
        assert_eq!(written.text("newer.field"), Some("bevar mig"));
        assert_eq!(written.items("newer_list")[0].fields.text("text"), Some("også mig"));
        assert_eq!(written, fields);
    }

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    #[test]
    fn unknown_fields_survive_in_a_unit() {
        round_trip("name", |fields| Unit::new(fields).name().map(str::to_owned));
    }

    #[test]
    fn unknown_fields_survive_in_an_employee() {
        round_trip("title", |fields| Employee::new(fields).title().map(str::to_owned));
    }

    #[test]
    fn unknown_fields_survive_in_a_company() {
        round_trip("branch.text", |fields| Company::new(fields).branch_text().map(str::to_owned));
    }

    #[test]
    fn unknown_fields_survive_in_a_workplace() {
        round_trip("address.city", |fields| Workplace::new(fields).city().map(str::to_owned));
    }

    #[test]
    fn unknown_fields_survive_in_a_contact() {
        round_trip("name", |fields| Contact::new(fields).name().map(str::to_owned));
    }

    #[test]
    fn unknown_fields_survive_in_a_job_order() {
        round_trip("tasks", |fields| JobOrder::new(fields).tasks().map(str::to_owned));
    }
}

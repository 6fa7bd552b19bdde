//! What a form sent, and what was wrong with it.

use domain::{Code, Period, Problems};

/// The fields of a form, in order, as they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The first value of a field; empty where it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked or a button pressed.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// The names, each once.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in &self.0 {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }
}

/// A form that could not be carried out: in the context of the page that is shown again.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// Which of the page's acts was asked for; empty where there is one.
    pub act: String,
    /// What was typed.
    pub fields: Fields,
    /// What is wrong, by field.
    pub problems: Problems,
    /// What is wrong with the whole, where no field is.
    pub message: Option<String>,
    /// The code.
    pub code: Code,
    /// In how many seconds it may go.
    pub wait: Option<u32>,
    /// The nearest free times, after a lost race.
    pub slots: Vec<Period>,
}

/// What was typed into the one form of a page that shows how it will look, and keeps nothing: in the context of that page.
#[derive(Debug, Clone)]
pub struct Typed(pub Fields);

/// What a form sent after its sender was signed out: in the context of the page that keeps it.
#[derive(Debug, Clone)]
pub struct Unsent {
    /// Where it was sent to.
    pub to: String,
    /// What was written.
    pub fields: Fields,
}

impl Unsent {
    /// What is worth keeping; none where nothing was written. Passwords, codes and answers of devices are not written into a page.
    pub fn of(to: &str, fields: Fields) -> Option<Self> {
        let kept: Vec<_> = fields.0.into_iter().filter(|(name, _)| !is_secret(name)).collect();
        let written = |(name, value): &(String, String)| name != "act" && !value.trim().is_empty();
        kept.iter().any(written).then(|| Self { to: to.to_owned(), fields: Fields(kept) })
    }
}

fn is_secret(name: &str) -> bool {
    name.contains("password") || ["code", "question", "credential", "pending"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_sent_twice_keeps_both_values_and_counts_once() {
        let fields = Fields(vec![("a".into(), "1".into()), ("b".into(), String::new()), ("a".into(), "2".into())]);
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((fields.text("a"), fields.text("c"), fields.has("b")), ("1", "", true));
        assert_eq!(fields.names(), ["a", "b"]);
    }

    #[test]
    fn what_was_written_is_worth_keeping_but_passwords_are_not_written_into_a_page() {
        let sent = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert!(Unsent::of("/", Fields(vec![sent("act", "save"), sent("text", " ")])).is_none());
        let kept = Unsent::of(
            "/",
            Fields(vec![sent("act", "save"), sent("text", "since Monday"), sent("new-password", "secret"), sent("code", "1")]),
        );
        assert_eq!(kept.map(|unsent| unsent.fields.0), Some(vec![sent("act", "save"), sent("text", "since Monday")]));
    }
}

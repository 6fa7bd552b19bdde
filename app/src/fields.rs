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
    /// The nearest free times, after a lost race.
    pub slots: Vec<Period>,
}

/// What was typed into the one form of a page that shows how it will look, and keeps nothing: in the context of that page.
#[derive(Debug, Clone)]
pub struct Typed(pub Fields);

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
}

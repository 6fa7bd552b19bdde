//! Pages of long lists by keyset: a cursor names the last row seen, so depth costs nothing and no row is skipped or doubled.

use serde::{Deserialize, Serialize};

/// Most rows of one page.
pub const LIMIT_MAX: u16 = 100;
/// Rows of a page when nothing is said.
pub const LIMIT_DEFAULT: u16 = 20;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in order.
    pub items: Vec<T>,
    /// Opaque cursor of the next page; `None` on the last one.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page from up to `limit + 1` rows: the extra row only shows that there is a next page.
    pub fn from_rows(mut rows: Vec<T>, limit: u16, cursor: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let next = if more { rows.last().map(cursor) } else { None };
        Self { items: rows, next }
    }

    /// The same page of something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extra_row_is_not_shown_but_gives_a_cursor() {
        let page = Page::from_rows(vec![1, 2, 3], 2, |n| n.to_string());
        assert_eq!((page.items, page.next.as_deref()), (vec![1, 2], Some("2")));
        assert_eq!(Page::from_rows(vec![1, 2], 2, |n| n.to_string()).next, None);
    }
}

//! Text where the renderer escapes nothing: within `<textarea>` and `<title>`.

/// The text as it must be written on the server, so that it cannot end its element and go on as markup. In the browser text is set as
/// text and needs nothing.
pub(super) fn raw(text: &str) -> String {
    if cfg!(feature = "ssr") { text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;") } else { text.to_owned() }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::raw;

    #[test]
    fn nothing_ends_its_element_and_what_looks_escaped_stays_as_it_was_written() {
        assert_eq!(raw("a </textarea><b> &lt;"), "a &lt;/textarea&gt;&lt;b&gt; &amp;lt;");
    }
}

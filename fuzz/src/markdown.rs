//! What doctors write and send for the blog: Markdown, and pictures.

use domain::blog::bare;
use domain::record::Media;
use service::blog::markdown::{html, plain};

/// Elements that may be shown.
const KNOWN: [&str; 31] = [
    "a",
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "del",
    "code",
    "pre",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
    "br",
    "img",
    "sup",
    "div",
    "section",
    "dl",
    "dt",
    "dd",
];
/// What an element may bear.
const ATTRIBUTES: [&str; 9] = ["href", "rel", "src", "loading", "alt", "class", "id", "start", "title"];

/// Whatever is written, only known elements come out, with known attributes, and addresses that lead nowhere else.
pub(crate) fn markdown(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let shown = html(&text);
    // A `<` that was typed is `&lt;`: each that is left begins an element of ours.
    for piece in shown.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').expect("an element ends");
        element(tag.trim_start_matches('/').trim_end_matches('/').trim());
    }
    assert!(plain(&text).chars().all(|c| !c.is_control() || c == '\n'));
}

fn element(tag: &str) {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    assert!(KNOWN.contains(&name), "<{tag}>");
    while !rest.trim().is_empty() {
        let (attribute, after) = rest.split_once("=\"").expect("a value");
        let (value, after) = after.split_once('"').expect("its end");
        let attribute = attribute.trim();
        assert!(ATTRIBUTES.contains(&attribute), "<{tag}>");
        let is_safe = match attribute {
            "src" => value.starts_with("/blog/images/"),
            "href" => ["http:", "https:", "mailto:", "#note-"].iter().any(|safe| value.to_ascii_lowercase().starts_with(safe)),
            "id" => value.starts_with("note-"),
            _ => true,
        };
        assert!(is_safe, "<{tag}>");
        rest = after;
    }
}

/// Whatever the picture holds, what is left of it is bare already.
pub(crate) fn picture(data: &[u8]) {
    let Some(media) = Media::of(data) else { return };
    if let Some(once) = bare(media, data) {
        assert!(once.len() <= data.len());
        assert_eq!(bare(media, &once).as_ref(), Some(&once));
    }
}

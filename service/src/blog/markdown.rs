//! Markdown as safe HTML, and as plain text.
//!
//! What the author wrote as HTML is left out; links lead to the web and to mail, pictures are ours, and headings begin below the page's own. Nothing
//! in the result was typed by anybody but as text, or as an address that was looked at.

use domain::ImageId;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};
use std::collections::HashMap;

/// How deep quotes, lists and the like are shown within each other; what is deeper keeps its text and nothing else.
const DEEPEST: usize = 12;
/// Where pictures are.
pub const IMAGES: &str = "/blog/images/";

fn events(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH)
}

/// The text as HTML that can be shown as it is.
pub fn html(markdown: &str) -> String {
    let mut safe = Safe { shallowest: shallowest(markdown), ..Safe::default() };
    let shown: Vec<Event<'_>> = events(markdown).filter_map(|event| safe.event(event)).collect();
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, shown.into_iter());
    html
}

/// The text without its markup, for search and for the snippets of what was found.
pub fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    for event in events(markdown) {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::SoftBreak | Event::HardBreak | Event::Rule | Event::Start(Tag::TableCell) => text.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead | TagEnd::CodeBlock,
            ) => {
                text.push('\n');
            }
            _ => {}
        }
    }
    text.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

/// What has been begun and is to be ended in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// As it came.
    Plain,
    /// A link of ours.
    Link,
    /// Left out; its text stays.
    Bare,
    /// A picture of ours.
    Picture,
    /// A heading of this level on the page.
    Heading(usize),
}

#[derive(Default)]
struct Safe {
    open: Vec<Open>,
    /// How many of `open` make the page deeper.
    depth: usize,
    /// The picture that is being read, and its description so far.
    picture: Option<(ImageId, String)>,
    /// Names of footnotes are the author's, and would be ids of the page: they are numbered instead.
    notes: HashMap<String, usize>,
    /// The highest of the author's levels of headings.
    shallowest: usize,
    /// The level of the last heading on the page; 0 before the first.
    last: usize,
}

impl Safe {
    fn event<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if self.picture.is_some() => {
                self.picture.iter_mut().for_each(|(_, said)| said.push_str(&text));
                None
            }
            _ if self.picture.is_some() => None,
            Event::Html(_) | Event::InlineHtml(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => None,
            Event::FootnoteReference(name) => Some(Event::FootnoteReference(self.note(&name).into())),
            other => Some(other),
        }
    }

    /// The page's own title is the first heading: the author's highest level is the second, and none is left out on the way down, because
    /// readers who go from heading to heading would look for it.
    fn level(&self, theirs: usize) -> usize {
        (theirs.saturating_sub(self.shallowest) + 2).min(self.last.max(1) + 1).min(6)
    }

    fn note(&mut self, name: &str) -> String {
        let next = self.notes.len() + 1;
        format!("note-{}", self.notes.entry(name.to_owned()).or_insert(next))
    }

    fn start<'a>(&mut self, tag: Tag<'a>) -> Option<Event<'a>> {
        if self.picture.is_some() {
            self.open.push(Open::Bare);
            return None;
        }
        let (open, event) = match tag {
            Tag::Link { dest_url, link_type, .. } => match link(&dest_url, link_type) {
                Some(begin) => (Open::Link, Some(Event::InlineHtml(begin.into()))),
                None => (Open::Bare, None),
            },
            Tag::Image { dest_url, .. } => match dest_url.strip_prefix(IMAGES).and_then(|id| id.parse().ok()) {
                Some(id) => {
                    self.picture = Some((id, String::new()));
                    (Open::Picture, None)
                }
                None => (Open::Bare, None),
            },
            Tag::Heading { level, .. } => {
                let level = self.level(level as usize);
                self.last = level;
                let tag = Tag::Heading { level: named(level), id: None, classes: Vec::new(), attrs: Vec::new() };
                (Open::Heading(level), Some(Event::Start(tag)))
            }
            // The writer of HTML would say columns' sides with a style, which the page's policy does not let in.
            Tag::Table(sides) => (Open::Plain, Some(Event::Start(Tag::Table(vec![pulldown_cmark::Alignment::None; sides.len()])))),
            Tag::FootnoteDefinition(name) => (Open::Plain, Some(Event::Start(Tag::FootnoteDefinition(self.note(&name).into())))),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => (Open::Bare, None),
            nested @ (Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                if self.depth >= DEEPEST {
                    (Open::Bare, None)
                } else {
                    self.depth += 1;
                    (Open::Plain, Some(Event::Start(nested)))
                }
            }
            other => (Open::Plain, Some(Event::Start(other))),
        };
        self.open.push(open);
        event
    }

    fn end<'a>(&mut self, tag: TagEnd) -> Option<Event<'a>> {
        match self.open.pop().unwrap_or(Open::Bare) {
            Open::Bare => None,
            Open::Link => Some(Event::InlineHtml("</a>".into())),
            Open::Picture => self.picture.take().map(|(id, said)| Event::InlineHtml(picture(id, &said).into())),
            Open::Plain => {
                let is_nested = matches!(
                    tag,
                    TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough
                );
                self.depth -= usize::from(is_nested);
                Some(Event::End(tag))
            }
            Open::Heading(level) => Some(Event::End(TagEnd::Heading(named(level)))),
        }
    }
}

/// The highest level of heading in a text; 1 is the highest there is.
fn shallowest(markdown: &str) -> usize {
    let levels = events(markdown).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
        _ => None,
    });
    levels.min().unwrap_or(1)
}

fn named(level: usize) -> HeadingLevel {
    HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
}

/// The beginning of a link to the web or to mail; none for every other address.
fn link(to: &str, kind: LinkType) -> Option<String> {
    let to = if kind == LinkType::Email { format!("mailto:{to}") } else { to.to_owned() };
    let scheme = to.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase())?;
    if !matches!(scheme.as_str(), "http" | "https" | "mailto") || to.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let mut begin = String::from("<a href=\"");
    escape_href(&mut begin, &to).ok()?;
    begin.push_str("\" rel=\"nofollow noopener\">");
    Some(begin)
}

/// A picture of ours.
fn picture(id: ImageId, said: &str) -> String {
    let mut shown = format!("<img src=\"{IMAGES}{id}\" loading=\"lazy\" alt=\"");
    // Writing into a text does not fail.
    let _ = escape_html(&mut shown, said);
    shown.push_str("\">");
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_write_is_shown() {
        let shown = html(
            "# One\n\nA *b* **c** [d](https://www.who.int/x?a=1&b=2).\n\n- e\n- f\n\n| g | h |\n|--:|---|\n| 1 | 2 |\n\ni[^n]\n\n[^n]: j",
        );
        for part in [
            "<h2>One</h2>",
            "<em>b</em> <strong>c</strong>",
            "<a href=\"https://www.who.int/x?a=1&amp;b=2\" rel=\"nofollow noopener\">d</a>",
            "<li>e</li>",
            "<th>g</th>",
            "<td>1</td>",
            "id=\"note-1\"",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(!shown.contains("style="), "{shown}");
        assert_eq!(
            html("<me@example.org>").trim(),
            "<p><a href=\"mailto:me@example.org\" rel=\"nofollow noopener\">me@example.org</a></p>"
        );
    }

    #[test]
    fn headings_go_down_from_the_second_level_and_leave_none_out() {
        assert_eq!(html("### a\n\n##### b\n\n### c").replace('\n', ""), "<h2>a</h2><h3>b</h3><h2>c</h2>");
        assert_eq!(html("## a\n\n# b").replace('\n', ""), "<h2>a</h2><h2>b</h2>");
    }

    #[test]
    fn markup_of_the_authors_own_and_other_addresses_are_left_out() {
        for (written, shown) in [
            ("a <script>x</script> <b onclick=y>z</b>", "<p>a x z</p>"),
            ("<div><img src=x onerror=y></div>", ""),
            ("[a](javascript:x)", "<p>a</p>"),
            ("[a](JaVaScRiPt&#58;x)", "<p>a</p>"),
            // No address at all (CommonMark 6.3), so it stays what was typed.
            ("[a](java\u{1}script:x)", "<p>[a](java\u{1}script:x)</p>"),
            ("[a](data:text/html,x)", "<p>a</p>"),
            ("[a](//evil.example)", "<p>a</p>"),
            ("![a](https://evil.example/x.png)", "<p>a</p>"),
            ("![a](/blog/images/../../logout)", "<p>a</p>"),
            ("`<i>`", "<p><code>&lt;i&gt;</code></p>"),
        ] {
            assert_eq!(html(written).trim(), shown, "{written}");
        }
        let named = html("a[^logout]\n\n[^logout]: b");
        assert!(!named.contains("id=\"logout\""), "{named}");
        let title = html("[a](https://a.org 'x\" onclick=\"y')");
        assert!(!title.contains("onclick"), "{title}");
    }

    #[test]
    fn pictures_are_ours_and_have_a_description() {
        let id = "019b2f70-2a1c-7d52-9a39-5f0f4a1c2e71";
        let shown = html(&format!("![A \"heart\" *and* ![b](x)](/blog/images/{id})"));
        assert_eq!(shown.trim(), format!("<p><img src=\"/blog/images/{id}\" loading=\"lazy\" alt=\"A &quot;heart&quot; and b\"></p>"));
    }

    #[test]
    fn what_is_nested_too_deep_keeps_its_words() {
        let shown = html(&format!("{}deep", "> ".repeat(500)));
        assert_eq!((shown.matches("<blockquote>").count(), shown.matches("</blockquote>").count()), (DEEPEST, DEEPEST));
        assert!(shown.contains("deep"));
    }

    #[test]
    fn the_words_are_left_without_markup() {
        assert_eq!(plain("# A\n\nb *c* [d](https://e.f)<br>g\n\n- h\n- i\n\n<p>j</p>"), "A\nb c dg\nh\ni");
    }
}

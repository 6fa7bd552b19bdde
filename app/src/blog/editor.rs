//! `/dashboard/blog/{post}`: where its author writes an article.

use super::{Desk, difference, keep, parts, stand};
use crate::{
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted, Typed},
    path,
    ui::{
        Banner, Button, Buttons, Card, Field, FileField, Form, Hidden, LinkButton, Look, Page, Section, Select, TextArea, TextField, Tone,
    },
};
use domain::blog::{BODY_MAX, Draft, IMAGE_MAX, PostContent, PostEdit, PostStatus, SUMMARY_MAX, TITLE_MAX, write_sources};
use domain::{Code, ImageId, PostId};
use leptos::prelude::*;
use service::{Error, blog};
use std::sync::Arc;

/// Room for the lines of all sources.
const SOURCES_ROOM: usize = 22_000;

/// `/dashboard/blog/{post}?picture=…`
#[component]
pub fn EditorPage() -> impl IntoView {
    let ctx = ctx();
    let (sent, typed) = (use_context::<Submitted>().filter(|sent| sent.act.is_empty()), use_context::<Typed>());
    load(async move {
        let id: PostId = ctx.param("post")?;
        let now = blog::draft(&ctx.services, &ctx.caller(), id).await?;
        if now.author.doctor != ctx.caller().doctor() {
            return Ok::<_, Error>(others(&now).into_any());
        }
        let fields = typed.map(|typed| typed.0).or_else(|| sent.as_ref().map(|sent| sent.fields.clone()));
        let clash = sent.as_ref().filter(|sent| sent.code == Code::Conflict).map(|sent| keep::edit(&sent.fields));
        let seen = Seen { version: version(&now, fields.as_ref(), clash.is_some()), now, fields };
        let html = blog::preview(&ctx.caller(), &seen.body())?;
        let clash = clash.map(|mine| clashing(&seen.now, &mine));
        let keeps = seen.now.status == PostStatus::Draft && clash.is_none();
        let (news, facts, means) = (stand::news(&seen.now), stand::facts(&seen.now, &ctx), means(&seen.now));
        let (form, pictures, ends) = (form(&ctx, &seen), pictures(&ctx), ends(&seen.now));
        Ok(view! {
            <Page title="Write an article" wide=true>
                {clash}
                {news}
                <Card>{facts}</Card>
                {means}
                <Desk post=id.to_string() keeps=keeps>
                    <div class="grid gap-8 lg:grid-cols-2 lg:items-start lg:gap-12">
                        <div class="min-w-0 space-y-8">{form} {pictures}</div>
                        {preview(html)}
                    </div>
                </Desk>
                {ends}
                {parts::back("/dashboard/blog", "All your articles")}
            </Page>
        }
        .into_any())
    })
}

/// What the form shows.
struct Seen {
    now: Draft,
    /// What was typed and is not kept.
    fields: Option<Fields>,
    version: i32,
}

impl Seen {
    fn body(&self) -> String {
        self.fields.as_ref().map_or_else(|| self.now.content.body.clone(), |fields| fields.text("body").to_owned())
    }
}

/// The version that whoever saves has seen: after a clash they see both texts.
fn version(now: &Draft, fields: Option<&Fields>, clashed: bool) -> i32 {
    let sent = fields.filter(|_| !clashed).and_then(|fields| fields.text("version").parse().ok());
    sent.unwrap_or(now.version)
}

/// Another doctor's text.
fn others(of: &Draft) -> impl IntoView + use<> {
    let (title, review) = (of.content.title.clone(), path::draft_review(of.id));
    let lead = format!("{} writes this article. You can review it.", of.author.name);
    view! {
        <Page title=title lead=lead>
            <p><LinkButton href=review>"Review it"</LinkButton></p>
            {parts::back("/dashboard/blog", "All articles")}
        </Page>
    }
}

/// What saving does.
fn means(of: &Draft) -> Option<impl IntoView + use<>> {
    let (title, words) = match of.status {
        PostStatus::Draft if of.published.is_some() => {
            ("Readers do not see this text yet", "They go on reading the approved one until another doctor approves this one.")
        }
        PostStatus::Draft => return None,
        PostStatus::InReview => {
            ("It waits for another doctor", "You can change it still. Then it is a draft again, and you hand it in once more.")
        }
        PostStatus::Published => {
            ("Everybody reads this text", "You can change it. Readers go on reading this one until another doctor approves the new one.")
        }
    };
    Some(view! { <Banner title=title><p>{words}</p></Banner> })
}

/// Both texts, where somebody saved another one since.
fn clashing(now: &Draft, mine: &PostEdit) -> impl IntoView + use<> {
    let (theirs, mine) = (difference::whole(&now.content.edit()), difference::whole(mine));
    let (here, lines) = (path::draft(now.id), difference::lines(&theirs, &mine, ["what was saved", "your text"]));
    view! {
        <div id="clash" class="space-y-4">
            <Banner tone=Tone::Attention title="Another text of this draft was saved since">
                <p>
                    "Perhaps by you, in another window. Nothing is lost: your text is in the form below, and what was saved is here, where the two differ. "
                    "Take over what you need and press Save draft: then your text counts."
                </p>
                <p><a class="link" href=here>"Drop my text and go on with what was saved"</a></p>
            </Banner>
            <Section title="Where they differ">{lines}</Section>
            <details class="disclosure">
                <summary class="opener">"All of what was saved"</summary>
                <pre class="whole" tabindex="0">{theirs}</pre>
            </details>
        </div>
    }
}

fn form(ctx: &Ctx, seen: &Seen) -> impl IntoView + use<> {
    let of = Arc::new(seen.now.content.clone());
    let (version, covers) = (seen.version.to_string(), covers(ctx, &of, &seen.body()));
    view! {
        <Form label="The article">
            <Hidden name="version" value=version.clone()/>
            <Field name="title" label="Title" max=TITLE_MAX value=of.title.clone() autocomplete="off"/>
            <TextArea name="summary" label="Summary" max=SUMMARY_MAX rows=3 value=of.summary.clone() hint="What it is about, in a sentence or two. Lists and search engines show it."/>
            <TextArea name="body" label="Text" max=BODY_MAX rows=22 value=of.body.clone() hint="Markdown: ## Heading, **strong**, - list, [words](https://address), | table |, footnotes[^1]. HTML is not taken."/>
            <TextField name="tags" label="Tags" value=of.tags.join(", ") hint="Up to eight, separated by commas; at least a specialty, like cardiology."/>
            <TextArea name="sources" label="Sources" max=SOURCES_ROOM rows=4 value=write_sources(&of.sources) hint="One a line: its title | https://its.address"/>
            <Select name="cover" label="Picture at the head" empty="None" options=covers.clone() value=of.cover.map(|id| id.to_string()).unwrap_or_default()/>
            <p role="status" aria-live="polite" class="min-h-6 text-sm text-muted" data-said></p>
            <Buttons>
                <Button>"Save draft"</Button>
                <Button look=Look::Quiet name="then" value="look">"Preview"</Button>
                <Button look=Look::Quiet name="then" value="submit">"Save and hand in for review"</Button>
            </Buttons>
        </Form>
    }
}

/// The pictures that are known here: at the head, in the text, just added.
fn covers(ctx: &Ctx, of: &PostContent, body: &str) -> Vec<(String, String)> {
    let added = ctx.query("picture").parse::<ImageId>().ok();
    let mut all: Vec<(String, String)> = Vec::new();
    let of_head = of.cover.map(|id| (id, "The one that is there now".to_owned()));
    let of_text = in_text(body).into_iter().enumerate().map(|(n, id)| (id, format!("Picture {} of the text", n + 1)));
    for (id, words) in of_head.into_iter().chain(added.map(|id| (id, "The one that you just added".to_owned()))).chain(of_text) {
        let id = id.to_string();
        if all.iter().all(|(known, _)| *known != id) {
            all.push((id, words));
        }
    }
    all
}

/// Our pictures in a text, in order.
fn in_text(body: &str) -> Vec<ImageId> {
    let ids = body.split("/blog/images/").skip(1).filter_map(|rest| rest.get(..36)?.parse().ok());
    ids.collect()
}

/// How it will look; it follows what is typed where there is script.
fn preview(html: String) -> impl IntoView {
    view! {
        <section class="min-w-0 space-y-4 lg:sticky lg:top-6">
            <h2 id="preview-title" class="text-xl font-semibold">"How it will look"</h2>
            <div class="written preview" data-preview tabindex="0" role="region" aria-labelledby="preview-title" inner_html=html></div>
        </section>
    }
}

/// Sending a picture in, and using it.
fn pictures(ctx: &Ctx) -> impl IntoView + use<> {
    let added = ctx.query("picture").parse::<ImageId>().ok().map(|id| {
        let code = format!("![What it shows]({})", path::picture(id));
        view! {
            <div class="flex flex-wrap items-start gap-4">
                <img class="thumb" src=path::picture(id) alt="The picture that you just added" width="160" height="120"/>
                <div class="min-w-0 flex-1 space-y-1">
                    <label for="picture-code" class="block font-semibold">"To show it in your text, copy this into it"</label>
                    <input id="picture-code" class="control w-full" type="text" readonly value=code/>
                </div>
            </div>
        }
    });
    let hint =
        format!("PNG, JPEG or WebP, at most {}. Everybody can open it: use none that shows a patient.", domain::text::size(IMAGE_MAX));
    view! {
        <Section title="Pictures" id="pictures" lead="Save your text before you add one.">
            {added}
            <Form act="picture" label="Add a picture" file=true>
                <FileField name="file" label="Picture" hint=hint.clone() accept="image/png,image/jpeg,image/webp" most=IMAGE_MAX/>
                <Button look=Look::Quiet>"Add the picture"</Button>
            </Form>
        </Section>
    }
}

/// What its author can do about what readers see.
fn ends(of: &Draft) -> impl IntoView + use<> {
    let here = path::draft(of.id);
    of.published.is_some().then(|| stand::withdrawal(&here))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_in_a_text_and_nothing_that_only_looks_like_one() {
        let id = "0197f000-0000-7000-8000-000000000001";
        let text = format!("a ![x](/blog/images/{id}) b ![y](/blog/images/none) /blog/images/ü{id}");
        assert_eq!(in_text(&text).iter().map(ToString::to_string).collect::<Vec<_>>(), [id]);
    }
}

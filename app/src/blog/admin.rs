//! `/admin/comments`: what readers reported, what is new, what is out of sight.

use super::comment::{by, chosen};
use crate::{
    act::Done,
    appointment::Refused,
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    notice::Notice,
    path,
    ui::{Badge, Button, Empty, Look, More, Page, PostButton, Rows, Tone, When, cx, time},
};
use domain::blog::{Comment, WHY_MAX};
use leptos::prelude::*;
use service::{
    Error,
    blog::{self, CommentsOf},
};

const ADDRESS: &str = "/admin/comments";
const ROWS: u16 = 20;
const LISTS: [(CommentsOf, &str, &str); 3] =
    [(CommentsOf::Reported, "", "Reported"), (CommentsOf::Newest, "newest", "Newest"), (CommentsOf::Hidden, "hidden", "Out of sight")];

/// `/admin/comments?of=…&after=…`
#[component]
pub fn AdminCommentsPage() -> impl IntoView {
    let ctx = ctx();
    let sent = use_context::<Submitted>();
    load(async move {
        let (of, code) =
            LISTS.iter().find(|(_, code, _)| *code == ctx.query("of")).map(|(of, code, _)| (*of, *code)).ok_or(Error::NOT_FOUND)?;
        let after = ctx.cursor("after")?;
        let page = blog::to_moderate(&ctx.services, &ctx.caller(), of, after, ROWS).await?;
        let more = page.next.map(|after| path::with(ADDRESS, &[("of", code), ("after", &after)]));
        let to = here(&ctx);
        let rows = page.items.iter().map(|one| row(one, &to, sent.as_ref())).collect_view();
        let list = if page.items.is_empty() { nothing(of).into_any() } else { view! { <Rows>{rows}</Rows> }.into_any() };
        Ok::<_, Error>(view! {
            <Page title="Comments on articles" lead="Out of sight belong insults, names, adverts, and what tells about somebody’s health.">
                <Refused/>
                {tabs(of)}
                {list}
                <More href=more label="Show more comments"/>
                <p><a class="link" href="/admin">"Back to administration"</a></p>
            </Page>
        })
    })
}

/// The page with its list, so that buttons come back to the same place.
fn here(ctx: &Ctx) -> String {
    path::with(ADDRESS, &[("of", ctx.query("of")), ("after", ctx.query("after"))])
}

fn tabs(now: CommentsOf) -> impl IntoView {
    let links = LISTS.into_iter().map(|(of, code, words)| {
        let current = (of == now).then_some("page");
        view! { <li><a class=cx("nav-link") href=path::with(ADDRESS, &[("of", code)]) aria-current=current>{words}</a></li> }
    });
    view! { <nav aria-label="Which comments"><ul class="flex flex-wrap gap-1 border-b border-line">{links.collect_view()}</ul></nav> }
}

fn nothing(of: CommentsOf) -> impl IntoView {
    let (title, words) = match of {
        CommentsOf::Reported => ("Nothing is reported", "Readers can report comments below each article."),
        CommentsOf::Newest => ("No comments", "Nobody has written one yet."),
        CommentsOf::Hidden => ("Nothing is out of sight", "What you take out of sight is kept here."),
    };
    view! { <Empty title=title icon=icondata_hi::HiChatBubbleLeftRightOutlineLg><p>{words}</p></Empty> }
}

fn row(of: &Comment, to: &str, sent: Option<&Submitted>) -> impl IntoView + use<> {
    let article = format!("{}#comment-{}", path::article(&of.slug), of.id);
    let reports = u64::try_from(of.reports).unwrap_or_default();
    let reported = (reports > 0).then(|| view! { <Badge tone=Tone::Attention>{time::count(reports, "report", "reports")}</Badge> });
    let hidden =
        of.hidden_why.clone().map(|why| view! { <p class="max-w-prose whitespace-pre-line text-muted">"Out of sight: " {why}</p> });
    let (who, title, text, at) = (by(&of.by), of.post_title.clone(), of.text.clone(), of.created_at);
    view! {
        <li class="space-y-3 py-4">
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <strong>{who}</strong> <span class="text-sm text-muted">"on "<a class="link" href=article>{title}</a>", "<When at=at dated=true/></span> {reported}
            </p>
            <p class="max-w-prose whitespace-pre-line break-words">{text}</p>
            {hidden}
            {judging(of, to, sent)}
        </li>
    }
}

/// What can be done with it. Each row is a form of its own, so its fields bear its id.
fn judging(of: &Comment, to: &str, sent: Option<&Submitted>) -> impl IntoView + use<> {
    let is_hidden = of.hidden_why.is_some();
    let fields = vec![("comment", of.id.to_string())];
    let about = format!(" the comment of {}", of.created_at.format("%-d %B %Y, %H:%M"));
    let shows = (is_hidden || of.reports > 0).then(|| {
        let words = if is_hidden { "Show it again" } else { "Leave it in sight" };
        let about = about.clone();
        view! { <PostButton to=to.to_owned() act="show" fields=fields look=Look::Quiet>{words}<span class="sr-only">{about.clone()}</span></PostButton> }
    });
    let id = of.id.to_string();
    let problem = sent
        .filter(|sent| sent.act == "hide" && sent.fields.text("comment") == id)
        .and_then(|sent| sent.problems.of("why"))
        .map(str::to_owned);
    let hides = (!is_hidden).then(|| hiding(to.to_owned(), id, about, problem));
    view! { <div class="flex flex-wrap items-start gap-3">{shows} {hides}</div> }
}

fn hiding(to: String, id: String, about: String, problem: Option<String>) -> impl IntoView {
    let (field, wrong) = (format!("why-{id}"), format!("why-{id}-wrong"));
    let described = problem.as_ref().map(|_| wrong.clone());
    let invalid = problem.as_ref().map(|_| "true");
    let open = problem.is_some();
    view! {
        <details class="disclosure min-w-0 flex-1" open=open>
            <summary class="btn btn-quiet">"Take it out of sight"<span class="sr-only">{about}</span></summary>
            <form method="post" action=to class="mt-3 space-y-3" data-once>
                <input type="hidden" name="act" value="hide"/>
                <input type="hidden" name="comment" value=id/>
                <div class="space-y-1">
                    <label for=field.clone() class="block font-semibold">"Reason"</label>
                    <input
                        id=field
                        class="control w-full"
                        type="text"
                        name="why"
                        maxlength=WHY_MAX.to_string()
                        autocomplete="off"
                        required=true
                        aria-invalid=invalid
                        aria-describedby=described
                    />
                    {problem.map(|problem| view! { <p id=wrong class="text-sm font-semibold text-attention">{problem}</p> })}
                </div>
                <Button look=Look::Quiet>"Out of sight"</Button>
            </form>
        </details>
    }
}

/// Takes it out of sight.
pub async fn hide(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    blog::moderate(&ctx.services, &ctx.caller(), chosen(&fields)?, Some(fields.text("why"))).await?;
    Ok(Done::to(here(&ctx)).saying(Notice::CommentHidden))
}

/// Shows it (again), which answers what was reported.
pub async fn show(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    blog::moderate(&ctx.services, &ctx.caller(), chosen(&fields)?, None).await?;
    Ok(Done::to(here(&ctx)).saying(Notice::CommentShown))
}

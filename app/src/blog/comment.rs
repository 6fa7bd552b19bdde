//! What readers say of an article, and saying something.

use crate::{
    act::Done,
    ctx::Ctx,
    fields::Fields,
    notice::Notice,
    path,
    ui::{Badge, Banner, Button, Empty, Form, Look, More, PostButton, Rows, Section, TextArea, Tone, When},
};
use domain::blog::{COMMENT_MAX, Comment, Commenter};
use domain::page;
use domain::{Caller, CommentId};
use leptos::prelude::*;
use service::{Error, blog};

const ROWS: u16 = 20;

/// The comments of an article with the form for another one. One statement.
pub(super) async fn section(ctx: &Ctx, slug: &str) -> Result<AnyView, Error> {
    let after = ctx.cursor("after")?;
    let page: page::Page<Comment> = blog::comments(&ctx.services, &ctx.caller(), slug, after, ROWS).await?;
    let here = path::article(slug);
    let more = page.next.map(|after| format!("{}#comments", path::with(&here, &[("after", &after)])));
    let signed_in = ctx.caller().is_signed_in();
    let rows = page.items.iter().map(|one| row(one, signed_in, &here)).collect_view();
    let list = if page.items.is_empty() {
        view! {
            <Empty title="No comments yet" icon=icondata_hi::HiChatBubbleLeftRightOutlineLg>
                <p>"What helped you, what is missing?"</p>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    let saying = saying(&ctx.caller(), &here);
    Ok(view! {
        <Section title="Comments" id="comments">
            {saying}
            {list}
            <More href=more label="Show earlier comments"/>
        </Section>
    }
    .into_any())
}

/// The form, or the way to it.
fn saying(caller: &Caller, here: &str) -> AnyView {
    if !caller.is_signed_in() {
        let to = path::login(&format!("{here}#comments"));
        return view! { <p class="print:hidden"><a class="link" href=to>"Sign in to comment"</a></p> }.into_any();
    }
    let hint = match caller {
        Caller::Doctor { .. } => "Everybody can read it, with your name.",
        _ => {
            "Everybody can read it; your name is not shown. Write nothing that tells who you are, and nothing that cannot wait for an answer."
        }
    };
    view! {
        <div class="print:hidden">
            <Form act="comment" label="Comment">
                <TextArea name="text" label="Your comment" max=COMMENT_MAX hint=hint required=true/>
                <Button>"Comment"</Button>
            </Form>
        </div>
    }
    .into_any()
}

/// By whom.
pub(super) fn by(of: &Commenter) -> String {
    let name = of.doctor.clone().unwrap_or_else(|| "A reader".to_owned());
    if of.is_self { format!("{name} (you)") } else { name }
}

fn row(of: &Comment, signed_in: bool, here: &str) -> impl IntoView + use<> {
    let id = format!("comment-{}", of.id);
    let author = of.by.is_author.then(|| view! { <Badge>"Author"</Badge> });
    let hidden = of.hidden_why.clone().map(|why| {
        view! {
            <Banner tone=Tone::Attention title="Only you see this comment">
                <p class="whitespace-pre-line">"An administrator took it out of sight: " {why}</p>
            </Banner>
        }
    });
    let (who, text, at) = (by(&of.by), of.text.clone(), of.created_at);
    view! {
        <li class="space-y-2 py-4" id=id>
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <strong>{who}</strong> {author}
                <span class="text-sm text-muted"><When at=at dated=true/></span>
            </p>
            <p class="max-w-prose whitespace-pre-line break-words">{text}</p>
            {hidden}
            {signed_in.then(|| can(of, here))}
        </li>
    }
}

/// One's own can be removed, another's reported.
fn can(of: &Comment, here: &str) -> impl IntoView + use<> {
    let fields = vec![("comment", of.id.to_string())];
    let beginning: String = of.text.chars().take(40).collect();
    let about = format!(": {beginning}");
    let here = here.to_owned();
    if of.by.is_self {
        view! {
            <PostButton to=here act="remove" fields=fields look=Look::Danger confirm="Nobody can read it any more. This cannot be undone.">
                "Remove"<span class="sr-only">{about.clone()}</span>
            </PostButton>
        }
        .into_any()
    } else {
        view! {
            <PostButton to=here act="report" fields=fields look=Look::Plain icon=icondata_hi::HiFlagOutlineLg>
                "Report"<span class="sr-only">{about.clone()}</span>
            </PostButton>
        }
        .into_any()
    }
}

fn slug(ctx: &Ctx) -> Result<String, Error> {
    ctx.param("slug")
}

/// Which comment a button stands beside.
pub(super) fn chosen(fields: &Fields) -> Result<CommentId, Error> {
    fields.text("comment").parse().map_err(|_| Error::NOT_FOUND)
}

/// Says something.
pub async fn add(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let slug = slug(&ctx)?;
    let said = blog::comment(&ctx.services, &ctx.caller(), &slug, fields.text("text")).await?;
    Ok(Done::to(format!("{}#comment-{}", path::article(&slug), said.id)).saying(Notice::Commented))
}

/// Removes one's own.
pub async fn remove(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let slug = slug(&ctx)?;
    blog::remove_comment(&ctx.services, &ctx.caller(), chosen(&fields)?).await?;
    Ok(Done::to(format!("{}#comments", path::article(&slug))).saying(Notice::CommentRemoved))
}

/// Tells administrators of another's.
pub async fn report(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let slug = slug(&ctx)?;
    blog::report_comment(&ctx.services, &ctx.caller(), chosen(&fields)?).await?;
    Ok(Done::to(format!("{}#comments", path::article(&slug))).saying(Notice::CommentReported))
}

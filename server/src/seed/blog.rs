//! Articles of the blog: reviewed ones, one whose review ran out, one that waits for a reviewer, a draft, and what readers say.

use super::doctors::{self, Doctor};
use super::{id, patients};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Specialty;
use domain::blog::{PostStatus, Source, review_due, slug};
use entity::{blog_article, blog_comment, blog_post};
use sea_orm::{ActiveValue::Set, EntityTrait, prelude::Json, prelude::Uuid};
use service::Error;
use service::blog::markdown;
use service::tx::Tx;

/// An article.
struct Post {
    title: &'static str,
    summary: &'static str,
    body: &'static str,
    tags: &'static [&'static str],
    sources: &'static [(&'static str, &'static str)],
    by: Specialty,
    status: PostStatus,
    /// How long ago it was published or saved, in days.
    age: i64,
}

/// Comments: the article, the patient – or a doctor's account where there is none –, and what they say.
const COMMENTS: [(usize, Option<usize>, &str); 5] = [
    (0, Some(3), "I never knew that I should sit for five minutes before. My values are lower now."),
    (0, None, "Good point. Most values that are too high in my practice were measured too early."),
    (1, Some(7), "The diary helped me: my attacks come after short nights."),
    (5, Some(12), "Three weeks of cough are normal? That calms me."),
    (6, Some(21), "Thank you for the list. It hangs on our fridge now."),
];

#[rustfmt::skip]
const POSTS: &[Post] = &[
    Post { title: "High blood pressure: what now?", summary: "What the two numbers mean, how to measure well, and what you can do yourself.", body: include_str!("articles/blood-pressure.md"), tags: &["cardiology", "general-practice", "high-blood-pressure"], sources: &[("WHO: Hypertension", "https://www.who.int/news-room/fact-sheets/detail/hypertension"), ("NHS: High blood pressure", "https://www.nhs.uk/conditions/high-blood-pressure/"), ("CDC: About high blood pressure", "https://www.cdc.gov/high-blood-pressure/about/index.html")], by: Specialty::Cardiology, status: PostStatus::Published, age: 30 },
    Post { title: "Migraine: more than a headache", summary: "How to tell it, what helps in an attack, and how to have fewer of them.", body: include_str!("articles/migraine.md"), tags: &["neurology", "migraine", "headache"], sources: &[("WHO: Migraine and other headache disorders", "https://www.who.int/news-room/fact-sheets/detail/headache-disorders"), ("NHS: Migraine", "https://www.nhs.uk/conditions/migraine/")], by: Specialty::Neurology, status: PostStatus::Published, age: 52 },
    Post { title: "Back pain: keep moving", summary: "Why rest makes it worse, when a scan helps, and which signs are an emergency.", body: include_str!("articles/back-pain.md"), tags: &["orthopaedics", "back-pain"], sources: &[("WHO: Low back pain", "https://www.who.int/news-room/fact-sheets/detail/low-back-pain"), ("NHS: Back pain", "https://www.nhs.uk/conditions/back-pain/")], by: Specialty::Orthopaedics, status: PostStatus::Published, age: 75 },
    Post { title: "Type 2 diabetes: found early, treated well", summary: "Signs, why it matters, and what treatment looks like.", body: include_str!("articles/diabetes.md"), tags: &["endocrinology", "general-practice", "diabetes"], sources: &[("WHO: Diabetes", "https://www.who.int/news-room/fact-sheets/detail/diabetes"), ("NHS: Type 2 diabetes", "https://www.nhs.uk/conditions/type-2-diabetes/")], by: Specialty::Endocrinology, status: PostStatus::Published, age: 101 },
    Post { title: "Living well with asthma", summary: "Two kinds of inhalers, triggers, and a plan for bad days.", body: include_str!("articles/asthma.md"), tags: &["pulmonology", "asthma"], sources: &[("WHO: Asthma", "https://www.who.int/news-room/fact-sheets/detail/asthma"), ("NHS: Asthma", "https://www.nhs.uk/conditions/asthma/")], by: Specialty::Pulmonology, status: PostStatus::Published, age: 390 },
    Post { title: "A cold needs time, not antibiotics", summary: "How long it lasts, what helps, and why antibiotics do not.", body: include_str!("articles/colds.md"), tags: &["general-practice", "otolaryngology", "common-cold"], sources: &[("NHS: Common cold", "https://www.nhs.uk/conditions/common-cold/"), ("WHO: Antimicrobial resistance", "https://www.who.int/news-room/fact-sheets/detail/antimicrobial-resistance"), ("CDC: Antibiotic use", "https://www.cdc.gov/antibiotic-use/about/index.html")], by: Specialty::GeneralPractice, status: PostStatus::Published, age: 12 },
    Post { title: "Fever in children", summary: "What you can do at home, and when to call a doctor.", body: include_str!("articles/fever.md"), tags: &["paediatrics", "fever"], sources: &[("NHS: High temperature (fever) in children", "https://www.nhs.uk/conditions/fever-in-children/")], by: Specialty::Paediatrics, status: PostStatus::Published, age: 20 },
    Post { title: "Chest pain and stroke: when minutes count", summary: "Which signs are an emergency, and what to do until help comes.", body: include_str!("articles/chest-pain.md"), tags: &["cardiology", "neurology", "emergency-medicine"], sources: &[("NHS: Heart attack", "https://www.nhs.uk/conditions/heart-attack/"), ("NHS: Stroke", "https://www.nhs.uk/conditions/stroke/"), ("CDC: Signs and symptoms of stroke", "https://www.cdc.gov/stroke/signs-symptoms/index.html")], by: Specialty::Cardiology, status: PostStatus::Published, age: 5 },
    Post { title: "Sleeping better without pills", summary: "Habits that help, training for sleep, and when to see a doctor.", body: include_str!("articles/sleep.md"), tags: &["psychiatry", "sleep"], sources: &[("NHS: Insomnia", "https://www.nhs.uk/conditions/insomnia/"), ("CDC: About sleep", "https://www.cdc.gov/sleep/about/index.html")], by: Specialty::Psychiatry, status: PostStatus::InReview, age: 2 },
    Post { title: "Eczema: calm skin", summary: "", body: include_str!("articles/eczema.md"), tags: &["dermatology"], sources: &[("NHS: Atopic eczema", "https://www.nhs.uk/conditions/atopic-eczema/")], by: Specialty::GeneralPractice, status: PostStatus::Draft, age: 1 },
];

/// Writes all of it.
pub(super) async fn write(tx: &Tx, doctors: &[Doctor], now: DateTime<Utc>) -> Result<(), Error> {
    let posts = POSTS.iter().enumerate().map(|(n, of)| post(n, of, doctors, now)).collect::<Result<Vec<_>, Error>>()?;
    blog_post::Entity::insert_many(posts).exec_without_returning(tx).await?;
    // The oldest first: in this order they are numbered.
    let mut public: Vec<(usize, &Post)> = POSTS.iter().enumerate().filter(|(_, of)| of.status == PostStatus::Published).collect();
    public.sort_by_key(|(_, of)| std::cmp::Reverse(of.age));
    for (n, of) in public {
        blog_article::Entity::insert(article(n, of, doctors, now)?).exec_without_returning(tx).await?;
    }
    let said = COMMENTS.iter().enumerate().map(|(n, of)| comment(n, of, doctors, now));
    blog_comment::Entity::insert_many(said).exec_without_returning(tx).await?;
    Ok(())
}

/// The first doctor of the specialty; for general practice the demonstration's own.
fn author(of: &Post, doctors: &[Doctor]) -> usize {
    if of.by == Specialty::GeneralPractice {
        return doctors::DEMO;
    }
    doctors.iter().find(|doctor| doctor.verified && doctor.specialty == of.by).map_or(doctors::DEMO, |doctor| doctor.number)
}

/// The demonstration's doctor reviews the others, and of theirs somebody else is the reviewer.
fn reviewer(of: &Post, doctors: &[Doctor]) -> Uuid {
    let author = author(of, doctors);
    let other = doctors.iter().find(|doctor| doctor.verified && doctor.number != author).map_or(0, |doctor| doctor.number);
    id::doctor(if author == doctors::DEMO { other } else { doctors::DEMO })
}

fn sources(of: &Post) -> Result<Json, Error> {
    let all: Vec<Source> = of.sources.iter().map(|(title, url)| Source { title: (*title).to_owned(), url: (*url).to_owned() }).collect();
    serde_json::to_value(all).map_err(|e| Error::Internal(e.to_string()))
}

fn tags(of: &Post) -> Vec<String> {
    of.tags.iter().map(|tag| (*tag).to_owned()).collect()
}

fn post(number: usize, of: &Post, doctors: &[Doctor], now: DateTime<Utc>) -> Result<blog_post::ActiveModel, Error> {
    let at = now - TimeDelta::days(of.age);
    let is_public = of.status == PostStatus::Published;
    Ok(blog_post::ActiveModel {
        id: Set(id::post(number)),
        author_id: Set(id::doctor(author(of, doctors))),
        slug: Set(slug(of.title)),
        status: Set(of.status.code().to_owned()),
        version: Set(if is_public { 3 } else { 1 }),
        title: Set(of.title.to_owned()),
        summary: Set(of.summary.to_owned()),
        body: Set(of.body.trim().to_owned()),
        tags: Set(tags(of)),
        sources: Set(sources(of)?),
        created_at: Set(at - TimeDelta::days(3)),
        updated_at: Set(at),
        submitted_at: Set((of.status != PostStatus::Draft).then_some(at - TimeDelta::days(1))),
        published_at: Set(is_public.then_some(at)),
        ..Default::default()
    })
}

fn article(number: usize, of: &Post, doctors: &[Doctor], now: DateTime<Utc>) -> Result<blog_article::ActiveModel, Error> {
    let at = now - TimeDelta::days(of.age);
    let body = of.body.trim();
    Ok(blog_article::ActiveModel {
        id: Set(id::post(number)),
        author_id: Set(id::doctor(author(of, doctors))),
        slug: Set(slug(of.title)),
        version: Set(3),
        title: Set(of.title.to_owned()),
        summary: Set(of.summary.to_owned()),
        body: Set(body.to_owned()),
        words: Set(markdown::plain(body)),
        tags: Set(tags(of)),
        sources: Set(sources(of)?),
        cover_id: Set(None),
        published_at: Set(at),
        updated_at: Set(at),
        reviewer_id: Set(reviewer(of, doctors)),
        reviewed_at: Set(at),
        review_due: Set(review_due(at.date_naive())),
    })
}

fn comment(
    number: usize,
    (post, by, text): &(usize, Option<usize>, &str),
    doctors: &[Doctor],
    now: DateTime<Utc>,
) -> blog_comment::ActiveModel {
    let account = by.map_or(author(&POSTS[*post], doctors) + 1, |patient| patients::FIRST_ACCOUNT + patient);
    blog_comment::ActiveModel {
        id: Set(id::comment(number)),
        post_id: Set(id::post(*post)),
        user_id: Set(id::account(account)),
        text: Set((*text).to_owned()),
        created_at: Set(now - TimeDelta::hours(30 - i64::try_from(number).unwrap_or(0))),
        reports: Set(0),
        ..Default::default()
    }
}

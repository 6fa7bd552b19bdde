//! The blog: writing, reviewing by another doctor, reading, comments.

use crate::{code, problems};
use bytes::Bytes;
use chrono::TimeDelta;
use domain::blog::{Draft, PostEdit, PostStatus, read_sources};
use domain::{Caller, Code, PostId};
use sea_orm::ConnectionTrait;
use service::blog::{self, CommentsOf, Listing};
use service::{Error, Services};
use testkit::{Database, NewDoctor, TestDoctor};

fn edit(title: &str, body: &str) -> PostEdit {
    PostEdit {
        title: title.into(),
        summary: "What to do about it.".into(),
        body: body.into(),
        tags: "cardiology, heart".into(),
        sources: read_sources("WHO | https://www.who.int/x"),
        cover: String::new(),
    }
}

async fn handed_in(services: &Services, author: &TestDoctor, edit: &PostEdit) -> Draft {
    let begun = blog::create(services, &author.caller, edit).await.unwrap();
    blog::submit(services, &author.caller, begun.id, begun.version).await.unwrap()
}

async fn published(services: &Services, author: &TestDoctor, reviewer: &TestDoctor, edit: &PostEdit) -> Draft {
    let post = handed_in(services, author, edit).await;
    blog::approve(services, &reviewer.caller, post.id, post.version, "").await.unwrap()
}

fn all() -> Listing {
    Listing { limit: 50, ..Listing::default() }
}

#[tokio::test]
async fn nobody_reads_an_article_until_another_doctor_has_approved_it() {
    let db = Database::fresh().await;
    let (services, author, reviewer, ann, admin) =
        (db.services(), db.doctor().await, db.doctor().await, db.patient().await, db.admin().await);
    let post = blog::create(&services, &author.caller, &edit("Heart failure", "Rest *well*.")).await.unwrap();
    assert_eq!((post.slug.as_str(), post.status, post.version), ("heart-failure", PostStatus::Draft, 1));
    for stranger in [&reviewer.caller, &ann.caller, &admin.caller] {
        assert_eq!(code(blog::draft(&services, stranger, post.id).await), Code::NotFound, "a first draft is its author's alone");
    }
    let post = blog::submit(&services, &author.caller, post.id, post.version).await.unwrap();
    assert_eq!(code(blog::read(&services, "heart-failure").await), Code::NotFound);
    assert!(blog::list(&services, &all()).await.unwrap().items.is_empty());
    let waiting = blog::to_review(&services, &reviewer.caller, None, 10).await.unwrap().items;
    assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [post.id]);
    assert!(blog::to_review(&services, &author.caller, None, 10).await.unwrap().items.is_empty(), "nobody reviews their own");
    assert_eq!(code(blog::approve(&services, &author.caller, post.id, post.version, "").await), Code::Forbidden);
    assert_eq!(code(blog::approve(&services, &ann.caller, post.id, post.version, "").await), Code::Forbidden);
    assert_eq!(code(blog::approve(&services, &reviewer.caller, post.id, post.version - 1, "").await), Code::Conflict);
    assert!(problems(blog::approve(&services, &reviewer.caller, post.id, post.version, "2020-01-01").await).of("review_due").is_some());
    let approved = blog::approve(&services, &reviewer.caller, post.id, post.version, "").await.unwrap();
    assert_eq!(approved.status, PostStatus::Published);
    let article = blog::read(&services, "heart-failure").await.unwrap();
    assert_eq!(article.html.trim(), "<p>Rest <em>well</em>.</p>");
    assert_eq!((article.reviewer.doctor, article.card.author.doctor), (Some(reviewer.id), Some(author.id)));
    assert_eq!(article.card.review_due, domain::blog::review_due(db.now().date_naive()));
    assert_eq!(blog::list(&services, &all()).await.unwrap().items.len(), 1);
    assert_eq!(code(blog::approve(&services, &author.caller, post.id, approved.version, "").await), Code::Forbidden, "nor renews it");
}

#[tokio::test]
async fn only_doctors_whose_licence_was_checked_write_and_review() {
    let db = Database::fresh().await;
    let (services, author) = (db.services(), db.doctor().await);
    let unverified = db.doctor_with(NewDoctor { verified: false, ..NewDoctor::default() }).await;
    let (ann, admin) = (db.patient().await, db.admin().await);
    for (caller, wanted) in [
        (unverified.caller, Code::Forbidden),
        (ann.caller, Code::Forbidden),
        (admin.caller, Code::Forbidden),
        (Caller::Anonymous, Code::Unauthenticated),
    ] {
        assert_eq!(code(blog::create(&services, &caller, &edit("T", "b")).await), wanted);
    }
    let post = handed_in(&services, &author, &edit("T", "b")).await;
    for caller in [unverified.caller, ann.caller, admin.caller] {
        assert_eq!(code(blog::approve(&services, &caller, post.id, post.version, "").await), Code::Forbidden);
        assert_eq!(code(blog::send_back(&services, &caller, post.id, post.version, "x").await), Code::Forbidden);
    }
    assert_eq!(code(blog::draft(&services, &unverified.caller, post.id).await), Code::NotFound);
}

#[tokio::test]
async fn a_change_of_what_is_published_is_not_seen_until_it_is_approved_again() {
    let db = Database::fresh().await;
    let (services, author, reviewer) = (db.services(), db.doctor().await, db.doctor().await);
    let post = published(&services, &author, &reviewer, &edit("Asthma", "Old text.")).await;
    let changed = blog::save(&services, &author.caller, post.id, post.version, &edit("Asthma today", "New text.")).await.unwrap();
    assert_eq!((changed.status, changed.slug.as_str()), (PostStatus::Draft, "asthma"), "its address stays");
    assert!(blog::read(&services, "asthma").await.unwrap().html.contains("Old"));
    let post = blog::submit(&services, &author.caller, post.id, changed.version).await.unwrap();
    let back = blog::send_back(&services, &reviewer.caller, post.id, post.version, "Source?").await.unwrap();
    assert_eq!((back.status, back.remark.map(|remark| remark.text).as_deref()), (PostStatus::Draft, Some("Source?")));
    let post = blog::submit(&services, &author.caller, post.id, back.version).await.unwrap();
    assert_eq!(post.remark, None);
    blog::approve(&services, &reviewer.caller, post.id, post.version, "").await.unwrap();
    let article = blog::read(&services, "asthma").await.unwrap();
    assert!(article.html.contains("New") && article.card.title == "Asthma today");
    let found = async |words| blog::search(&services, words, None, 10).await.unwrap().page.items.len();
    assert_eq!((found("old").await, found("new").await), (0, 1), "search follows");
}

#[tokio::test]
async fn of_two_who_save_the_same_draft_the_second_is_told_and_nothing_is_lost() {
    let db = Database::fresh().await;
    let (services, author) = (db.services(), db.doctor().await);
    let post = blog::create(&services, &author.caller, &edit("T", "first")).await.unwrap();
    let saved = blog::save(&services, &author.caller, post.id, 1, &edit("T", "one")).await.unwrap();
    assert_eq!(saved.version, 2);
    assert_eq!(code(blog::save(&services, &author.caller, post.id, 1, &edit("T", "two")).await), Code::Conflict);
    assert_eq!(blog::draft(&services, &author.caller, post.id).await.unwrap().content.body, "one");
    let same = blog::save(&services, &author.caller, post.id, 2, &edit("T", "one")).await.unwrap();
    assert_eq!(same.version, 2, "what changes nothing makes no version");
    assert!(
        problems(
            blog::save(
                &services,
                &author.caller,
                post.id,
                2,
                &PostEdit { cover: PostId(service::ids::new()).to_string(), ..edit("T", "x") }
            )
            .await
        )
        .of("cover")
        .is_some()
    );
    let (one, two) = (edit("T", "left"), edit("T", "right"));
    let (one, two) =
        tokio::join!(blog::save(&services, &author.caller, post.id, 2, &one), blog::save(&services, &author.caller, post.id, 2, &two));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
}

#[tokio::test]
async fn what_is_missing_is_told_when_it_is_handed_in_and_two_titles_never_share_an_address() {
    let db = Database::fresh().await;
    let (services, one, two) = (db.services(), db.doctor().await, db.doctor().await);
    let empty = blog::create(&services, &one.caller, &PostEdit::default()).await.unwrap();
    let missing = problems(blog::submit(&services, &one.caller, empty.id, 1).await);
    assert_eq!(missing.0.len(), 5);
    let first = blog::create(&services, &one.caller, &edit("Same", "a")).await.unwrap();
    let second = blog::create(&services, &two.caller, &edit("Same", "b")).await.unwrap();
    assert!(first.slug == "same" && second.slug.starts_with("same-"), "{} {}", first.slug, second.slug);
    let reserved = blog::create(&services, &one.caller, &edit("Drafts", "b")).await.unwrap();
    assert!(reserved.slug.starts_with("drafts-"), "{}", reserved.slug);
    let renamed = blog::save(&services, &one.caller, empty.id, 1, &edit("A name", "b")).await.unwrap();
    assert_eq!(renamed.slug, "a-name", "it follows the title until it is published");
}

#[tokio::test]
async fn what_its_author_or_an_administrator_withdraws_is_gone_for_readers_and_can_come_back() {
    let db = Database::fresh().await;
    let (services, author, reviewer, admin) = (db.services(), db.doctor().await, db.doctor().await, db.admin().await);
    let post = published(&services, &author, &reviewer, &edit("Flu", "text")).await;
    assert_eq!(code(blog::withdraw(&services, &reviewer.caller, post.id, "x").await), Code::Forbidden);
    assert!(problems(blog::withdraw(&services, &author.caller, post.id, " ").await).of("reason").is_some());
    let gone = blog::withdraw(&services, &admin.caller, post.id, "Outdated.").await.unwrap();
    assert_eq!(gone.withdrawn.as_ref().map(|w| w.why.as_str()), Some("Outdated."));
    assert_eq!(code(blog::read(&services, "flu").await), Code::NotFound);
    assert!(blog::tags(&services, 10).await.unwrap().is_empty() && blog::feed(&services, 10).await.unwrap().is_empty());
    assert_eq!(blog::search(&services, "flu", None, 10).await.unwrap().page.items.len(), 0);
    assert_eq!(code(blog::withdraw(&services, &author.caller, post.id, "again").await), Code::IllegalMove);
    let mine = blog::mine(&services, &author.caller, None, 10).await.unwrap().items;
    assert!(mine[0].is_withdrawn && !mine[0].is_public);
    let again = blog::submit(&services, &author.caller, post.id, gone.version).await.unwrap();
    blog::approve(&services, &reviewer.caller, post.id, again.version, "").await.unwrap();
    assert_eq!(blog::read(&services, "flu").await.unwrap().card.published_at, db.now());
}

#[tokio::test]
async fn a_review_that_ran_out_is_renewed_by_another_doctor() {
    let db = Database::fresh().await;
    let (services, author, reviewer, third) = (db.services(), db.doctor().await, db.doctor().await, db.doctor().await);
    let post = published(&services, &author, &reviewer, &edit("Gout", "text")).await;
    assert!(blog::to_review(&services, &third.caller, None, 10).await.unwrap().items.is_empty());
    db.advance(TimeDelta::days(400));
    let due = blog::to_review(&services, &third.caller, None, 10).await.unwrap().items;
    assert!(due.len() == 1 && domain::blog::is_overdue(due[0].review_due.unwrap(), db.now()));
    let renewed = blog::approve(&services, &third.caller, post.id, post.version, "").await.unwrap();
    let article = blog::read(&services, "gout").await.unwrap();
    assert_eq!((article.reviewer.doctor, article.version), (Some(third.id), renewed.version));
    assert!(blog::to_review(&services, &third.caller, None, 10).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn lists_are_turned_page_by_page() {
    let db = Database::fresh().await;
    let (services, author, reviewer) = (db.services(), db.doctor().await, db.doctor().await);
    for n in 0..5 {
        db.advance(TimeDelta::minutes(1));
        published(&services, &author, &reviewer, &edit(&format!("Post {n}"), "text")).await;
        handed_in(&services, &author, &edit(&format!("Wait {n}"), "text")).await;
    }
    for tag in [None, Some("heart".to_owned())] {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = blog::list(&services, &Listing { tag: tag.clone(), after, limit: 2 }).await.unwrap();
            seen.extend(page.items.into_iter().map(|card| card.title));
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen, ["Post 4", "Post 3", "Post 2", "Post 1", "Post 0"], "{tag:?}");
    }
    let (mut after, mut mine, mut waiting) = (None, Vec::new(), Vec::new());
    loop {
        let page = blog::mine(&services, &author.caller, after.as_deref(), 3).await.unwrap();
        mine.extend(page.items.into_iter().map(|row| row.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    loop {
        let page = blog::to_review(&services, &reviewer.caller, after.as_deref(), 2).await.unwrap();
        waiting.extend(page.items.into_iter().map(|row| row.title));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    mine.dedup();
    assert_eq!(mine.len(), 10);
    assert_eq!(waiting, ["Wait 0", "Wait 1", "Wait 2", "Wait 3", "Wait 4"]);
    assert_eq!(problems(blog::mine(&services, &author.caller, Some("x"), 3).await).0[0].field, "after");
}

#[tokio::test]
async fn the_tags_are_counted_and_bring_what_belongs_to_a_symptom() {
    let db = Database::fresh().await;
    let (services, author, reviewer) = (db.services(), db.doctor().await, db.doctor().await);
    for (title, tags) in [("A", "cardiology"), ("B", "cardiology, neurology"), ("C", "neurology"), ("D", "skin")] {
        db.advance(TimeDelta::minutes(1));
        published(&services, &author, &reviewer, &PostEdit { tags: tags.into(), ..edit(title, "x") }).await;
    }
    let tags: Vec<_> = blog::tags(&services, 2).await.unwrap().into_iter().map(|tag| (tag.tag, tag.posts)).collect();
    assert_eq!(tags, [("cardiology".to_owned(), 2), ("neurology".to_owned(), 2)]);
    let related = blog::related(&services, &["neurology", "cardiology", "nothing"], 3).await.unwrap();
    assert_eq!(related.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(), ["C", "B", "A"]);
    assert!(blog::related(&services, &[], 3).await.unwrap().is_empty());
    assert_eq!(blog::map(&services).await.unwrap(), 1);
    assert_eq!(blog::map_part(&services, 0).await.unwrap().len(), 4);
    assert!(blog::map_part(&services, u32::MAX).await.unwrap().is_empty());
}

#[tokio::test]
async fn words_are_found_marked_and_guessed_where_they_are_mistyped() {
    let db = Database::fresh().await;
    let (services, author, reviewer) = (db.services(), db.doctor().await, db.doctor().await);
    published(&services, &author, &reviewer, &edit("Migraine", "Half of the head hurts, often with nausea. Rest in the dark.")).await;
    published(&services, &author, &reviewer, &edit("Headaches", "A migraine is one of many. Drink water and *rest*.")).await;
    published(&services, &author, &reviewer, &edit("Ménière", "Vertigo and nausea.")).await;
    let titles = async |words: &str| {
        let found = blog::search(&services, words, None, 10).await.unwrap();
        (found.page.items.into_iter().map(|hit| hit.card.title).collect::<Vec<_>>(), found.meant)
    };
    assert_eq!(titles("migraines").await, (vec!["Migraine".to_owned(), "Headaches".to_owned()], None), "the title counts most");
    assert_eq!(titles("the MIGRAINE rests").await.0.len(), 2);
    assert_eq!(titles("meniere").await.0, ["Ménière"]);
    assert_eq!(titles("nausea migraine").await.0, ["Migraine"]);
    for typo in ["migrane", "migriane", "miigraine", "migraone", "nigraine"] {
        assert_eq!(titles(typo).await.1.as_deref(), Some("migraine"), "{typo}");
        assert_eq!(titles(typo).await.0.len(), 2, "{typo}");
    }
    assert_eq!(titles("vertgo nausea").await, (vec!["Ménière".to_owned()], Some("vertigo nausea".to_owned())));
    for nothing in ["", "the", "xylophone", "%_", "'); drop table blog_article; --", "a & | ! <->", "\\"] {
        assert!(titles(nothing).await.0.is_empty(), "{nothing}");
    }
    let found = blog::search(&services, "nausea", None, 10).await.unwrap();
    let marked: Vec<_> = found.page.items[0].snippet.iter().filter(|piece| piece.marked).map(|piece| piece.text.as_str()).collect();
    assert_eq!(marked, ["nausea"]);
    let first = blog::search(&services, "migraine", None, 1).await.unwrap().page;
    let second = blog::search(&services, "migraine", first.next.as_deref(), 1).await.unwrap().page;
    assert_eq!((first.items[0].card.title.as_str(), second.items[0].card.title.as_str(), second.next), ("Migraine", "Headaches", None));
    assert_eq!(problems(blog::search(&services, "migraine", Some("x"), 1).await).0[0].field, "after");
}

/// More articles than one generation holds, made at once.
#[tokio::test]
async fn the_newest_are_found_among_very_many_and_the_old_where_there_are_no_newer() {
    let db = Database::fresh().await;
    let (author, reviewer) = (db.doctor().await, db.doctor().await);
    let fill = format!(
        "set session_replication_role = replica;
         insert into blog_article (id, author_id, slug, version, title, summary, body, words, tags, sources, published_at, updated_at, reviewer_id, reviewed_at, review_due)
         select gen_random_uuid(), '{}', 's-' || n, 1, 'Title ' || n, 'common', '', case when n < 9000 then 'early' else 'late' end, '{{}}', '[]',
             timestamptz '2020-01-01' + n * interval '1 minute', now(), '{}', now(), '2100-01-01' from generate_series(0, 17999) n;
         insert into blog_search select id, n, blog_tsvector(title, summary, tags, words) || blog_generations(n)
         from (select a.*, row_number() over (order by published_at) - 1 as n from blog_article a) a;
         insert into blog_word values ('common', 'common', 18000, 17999, blog_near('common')),
             ('early', 'earli', 9000, 8999, blog_near('early')), ('late', 'late', 9000, 17999, blog_near('late'));
         set session_replication_role = origin",
        author.id, reviewer.id
    );
    db.connection().execute_unprepared(&fill).await.unwrap();
    for (words, newest) in [("common", 17_999), ("late", 17_999), ("early", 8_999)] {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = blog::search(&db.services(), words, after.as_deref(), 100).await.unwrap().page;
            seen.extend(page.items.into_iter().map(|hit| hit.card.slug));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let wanted: Vec<String> = (0..200).map(|n| format!("s-{}", newest - n)).collect();
        assert_eq!(seen, wanted, "{words}");
    }
}

#[tokio::test]
async fn readers_comment_are_not_named_and_take_their_words_back() {
    let db = Database::fresh().await;
    let (services, author, reviewer, ann, otto) =
        (db.services(), db.doctor().await, db.doctor().await, db.patient().await, db.patient().await);
    published(&services, &author, &reviewer, &edit("Flu", "text")).await;
    assert_eq!(code(blog::comment(&services, &Caller::Anonymous, "flu", "x").await), Code::Unauthenticated);
    assert_eq!(code(blog::comment(&services, &ann.caller, "nothing", "x").await), Code::NotFound);
    assert!(problems(blog::comment(&services, &ann.caller, "flu", " ").await).of("text").is_some());
    let said = blog::comment(&services, &ann.caller, "flu", "I had that.").await.unwrap();
    blog::comment(&services, &author.caller, "flu", "Get well.").await.unwrap();
    let seen = blog::comments(&services, &Caller::Anonymous, "flu", None, 10).await.unwrap().items;
    assert_eq!(
        seen.iter().map(|c| (c.by.doctor.is_some(), c.by.is_author, c.by.is_self)).collect::<Vec<_>>(),
        [(true, true, false), (false, false, false)]
    );
    assert_eq!(code(blog::remove_comment(&services, &otto.caller, said.id).await), Code::NotFound);
    blog::remove_comment(&services, &ann.caller, said.id).await.unwrap();
    assert_eq!(blog::comments(&services, &ann.caller, "flu", None, 10).await.unwrap().items.len(), 1);
    for n in 0..9 {
        blog::comment(&services, &ann.caller, "flu", &format!("{n}")).await.unwrap();
    }
    assert!(matches!(blog::comment(&services, &ann.caller, "flu", "too many").await, Err(Error::RateLimited(_))));
    db.advance(TimeDelta::hours(1));
    blog::comment(&services, &ann.caller, "flu", "later").await.unwrap();
    let first = blog::comments(&services, &ann.caller, "flu", None, 4).await.unwrap();
    let after = first.next.and_then(|next| next.parse().ok());
    assert_eq!(blog::comments(&services, &ann.caller, "flu", after, 20).await.unwrap().items.len(), 11 - 4);
}

#[tokio::test]
async fn what_is_reported_is_judged_and_what_is_hidden_only_its_author_sees() {
    let db = Database::fresh().await;
    let (services, author, reviewer, ann, otto, admin) =
        (db.services(), db.doctor().await, db.doctor().await, db.patient().await, db.patient().await, db.admin().await);
    published(&services, &author, &reviewer, &edit("Flu", "text")).await;
    let said = blog::comment(&services, &ann.caller, "flu", "Dr X is a fool.").await.unwrap();
    assert_eq!(code(blog::report_comment(&services, &ann.caller, said.id).await), Code::IllegalMove);
    for _ in 0..2 {
        blog::report_comment(&services, &otto.caller, said.id).await.unwrap();
    }
    assert_eq!(code(blog::to_moderate(&services, &otto.caller, CommentsOf::Reported, None, 10).await), Code::Forbidden);
    let reported = async || blog::to_moderate(&services, &admin.caller, CommentsOf::Reported, None, 10).await.unwrap().items;
    assert_eq!(reported().await.iter().map(|c| c.reports).collect::<Vec<_>>(), [1], "each reader counts once");
    assert_eq!(code(blog::moderate(&services, &author.caller, said.id, Some("x")).await), Code::Forbidden);
    assert!(problems(blog::moderate(&services, &admin.caller, said.id, Some("")).await).of("why").is_some());
    blog::moderate(&services, &admin.caller, said.id, Some("It offends.")).await.unwrap();
    assert!(reported().await.is_empty());
    let seen = async |caller: &Caller| blog::comments(&services, caller, "flu", None, 10).await.unwrap().items;
    assert!(seen(&otto.caller).await.is_empty() && seen(&Caller::Anonymous).await.is_empty());
    assert_eq!(seen(&ann.caller).await[0].hidden_why.as_deref(), Some("It offends."));
    assert_eq!(code(blog::report_comment(&services, &otto.caller, said.id).await), Code::NotFound);
    let hidden = blog::to_moderate(&services, &admin.caller, CommentsOf::Hidden, None, 10).await.unwrap().items;
    assert_eq!(hidden.len(), 1);
    blog::moderate(&services, &admin.caller, said.id, None).await.unwrap();
    assert_eq!(seen(&otto.caller).await.len(), 1);
    blog::report_comment(&services, &otto.caller, said.id).await.unwrap();
    assert_eq!(reported().await.len(), 1, "after a judgement they are heard again");
}

#[tokio::test]
async fn of_a_doctor_who_leaves_what_another_approved_stays_without_a_name_and_the_rest_goes() {
    let db = Database::fresh().await;
    let (services, author, reviewer, ann) = (db.services(), db.doctor().await, db.doctor().await, db.patient().await);
    let post = published(&services, &author, &reviewer, &edit("Flu", "Approved.")).await;
    blog::save(&services, &author.caller, post.id, post.version, &edit("Flu", "Not approved.")).await.unwrap();
    let unread = handed_in(&services, &author, &edit("Unread", "x")).await;
    blog::comment(&services, &author.caller, "flu", "Mine.").await.unwrap();
    let hers = blog::comment(&services, &ann.caller, "flu", "Hers.").await.unwrap();
    blog::report_comment(&services, &author.caller, hers.id).await.unwrap();
    let kept = send(&services, &author.caller, png(b"")).await.unwrap();
    service::privacy::deletion::ask(&services, &author.caller, testkit::PASSWORD).await.unwrap();
    db.advance(TimeDelta::days(60));
    assert_eq!(service::privacy::erase_due(&services, 10).await.unwrap(), 1);
    let article = blog::read(&services, "flu").await.unwrap();
    assert_eq!((article.card.author.name.as_str(), article.card.author.doctor), ("Former doctor", None));
    assert_eq!(blog::draft(&services, &reviewer.caller, post.id).await.unwrap().content.body, "Approved.");
    assert_eq!(code(blog::draft(&services, &reviewer.caller, unread.id).await), Code::NotFound);
    let said = blog::comments(&services, &Caller::Anonymous, "flu", None, 10).await.unwrap().items;
    assert_eq!(said.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["Hers."]);
    assert_eq!(code(blog::image(&services, kept).await), Code::NotFound, "no article shows it");
}

fn png(said: &[u8]) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, &[0; 4]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0; 13]), &chunk(b"eXIf", said), &chunk(b"IDAT", b"x"), &chunk(b"IEND", b"")].concat()
}

async fn send(services: &Services, caller: &Caller, bytes: Vec<u8>) -> Result<domain::ImageId, Error> {
    let pieces: Vec<_> = bytes.chunks(1_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    blog::add_image(services, caller, Box::pin(futures::stream::iter(pieces))).await
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a store tells the time by its own clock")]
async fn pictures_are_taken_in_without_what_the_camera_wrote() {
    let db = Database::fresh().await;
    let (services, author, ann) = (db.services(), db.doctor().await, db.patient().await);
    assert_eq!(code(send(&services, &ann.caller, png(b"x")).await), Code::Forbidden);
    assert_eq!(code(send(&services, &author.caller, b"%PDF-1.7\n%%EOF".to_vec()).await), Code::UnsupportedMediaType);
    assert_eq!(code(send(&services, &author.caller, b"<svg onload=x>".to_vec()).await), Code::UnsupportedMediaType);
    assert_eq!(code(send(&services, &author.caller, png(&vec![0; 6 << 20])).await), Code::TooLarge);
    assert!(problems(send(&services, &author.caller, Vec::new()).await).of("file").is_some());
    assert!(problems(send(&services, &author.caller, png(b"x")[..50].to_vec()).await).of("file").is_some());
    let id = send(&services, &author.caller, png(b"52.5N 13.4E")).await.unwrap();
    let picture = blog::image(&services, id).await.unwrap();
    assert_eq!(picture.media, domain::record::Media::Png);
    assert!(!picture.bytes.windows(5).any(|five| five == b"52.5N"));
    let with = PostEdit { cover: id.to_string(), ..edit("T", "b") };
    assert_eq!(blog::create(&services, &author.caller, &with).await.unwrap().content.cover, Some(id));
    let other = db.doctor().await;
    assert!(problems(blog::create(&services, &other.caller, &with).await).of("cover").is_some(), "another's picture");
    let later = chrono::Utc::now() + TimeDelta::hours(1);
    assert_eq!(blog::sweep_images(&services, later).await.unwrap(), 0, "it has its row");
    db.connection().execute_unprepared("delete from blog_post; delete from blog_image").await.unwrap();
    assert_eq!(blog::sweep_images(&services, later).await.unwrap(), 1);
    assert_eq!(code(blog::image(&services, id).await), Code::NotFound);
}

#[tokio::test]
async fn past_the_first_wall_nobody_publishes_their_own_or_another_text_than_was_handed_in() {
    let db = Database::fresh().await;
    let (services, author, reviewer, ann) = (db.services(), db.doctor().await, db.doctor().await, db.patient().await);
    let post = handed_in(&services, &author, &edit("Flu", "text")).await;
    let insert = |reviewer: &TestDoctor, body: &str| {
        format!(
            "insert into blog_article (id, author_id, slug, version, title, summary, body, words, tags, sources, published_at, updated_at, reviewer_id, reviewed_at, review_due)
             select id, author_id, slug, 1, title, summary, {body}, '', tags, sources, now(), now(), '{}', now(), '2100-01-01' from blog_post where id = '{}'",
            reviewer.id, post.id
        )
    };
    let tried = async |caller: &Caller, sql: String| {
        let tx = services.begin(caller).await.unwrap();
        tx.execute_unprepared(&sql).await.map(|done| done.rows_affected())
    };
    assert!(tried(&author.caller, insert(&author, "body")).await.is_err(), "not by its author");
    assert!(tried(&author.caller, insert(&reviewer, "body")).await.is_err(), "nor in another's name");
    assert!(tried(&reviewer.caller, insert(&reviewer, "'other'")).await.is_err(), "nothing else than what was handed in");
    assert_eq!(tried(&ann.caller, insert(&reviewer, "body")).await.unwrap(), 0, "a patient does not even see it");
    let change = |what: &str| format!("update blog_post set {what} where id = '{}'", post.id);
    assert!(tried(&reviewer.caller, change("body = 'x'")).await.is_err(), "the words are the author's");
    assert!(tried(&author.caller, change("status = 'published'")).await.is_err());
    assert_eq!(tried(&ann.caller, change("status = 'draft'")).await.unwrap(), 0);
    for table in ["blog_search", "blog_tag", "blog_tagged", "blog_word", "blog_image"] {
        assert_eq!(tried(&author.caller, format!("delete from {table}")).await.unwrap(), 0, "{table}");
    }
}

//! `/symptoms/{report}/questions`: a few questions that make the answer surer.

use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    path,
    ui::{Button, Buttons, Checks, Form, Hidden, LinkButton, Look, Page, PostButton, Radios},
};
use domain::{
    Problems, SymptomReportId,
    assessment::State,
    interview::{Answer, Question, QuestionKind},
};
use leptos::prelude::*;
use service::{Error, symptom};

/// The address of the questions about a report.
pub fn questions_path(report: SymptomReportId) -> String {
    format!("{}/questions", path::report(report))
}

/// `/symptoms/{report}/questions`
#[component]
pub fn QuestionPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let id: SymptomReportId = ctx.param("report")?;
        let (report, question) = symptom::question(&ctx.services, &ctx.caller(), id).await?;
        let city = ctx.query("city").to_owned();
        let result = path::with(&path::report(id), &[("city", &city)]);
        Ok(match question {
            Some(question) => ask(id, question, !report.answers.is_empty(), result).into_any(),
            None => done(result).into_any(),
        })
    })
}

fn ask(id: SymptomReportId, question: Question, back: bool, result: String) -> impl IntoView {
    let Question { kind, text, why, items, number, at_most } = question;
    let ids: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
    let choices: Vec<(String, String)> = items.into_iter().map(|item| (item.id, sentence(&item.name))).collect();
    let percent = 100 * (number - 1) / at_most.max(1);
    let hidden = move || ids.iter().map(|id| view! { <Hidden name="asked" value=id.clone()/> }).collect_view();
    let legend = text.clone();
    let fields = move || {
        match kind {
        QuestionKind::Single => view! {
            <Buttons>
                <Button look=Look::Quiet name="state" value="present">"Yes"</Button>
                <Button look=Look::Quiet name="state" value="absent">"No"</Button>
                <Button look=Look::Plain name="state" value="unknown">"I do not know"</Button>
            </Buttons>
        }
        .into_any(),
        QuestionKind::Group => view! {
            <Checks name="id" legend=legend.clone() options=choices.clone() listed=true hint="Tick all that apply. What you leave unticked counts as no."/>
            <Buttons>
                <Button name="state" value="ticked">"Go on"</Button>
                <Button look=Look::Plain name="state" value="unknown">"I do not know"</Button>
            </Buttons>
        }
        .into_any(),
        QuestionKind::Duration => view! {
            <Radios name="id" legend=legend.clone() options=choices.clone()/>
            <Buttons><Button name="state" value="ticked">"Go on"</Button></Buttons>
        }
        .into_any(),
    }
    };
    let title = if kind == QuestionKind::Single { text } else { "A question about what you told us".into() };
    view! {
        <Page title=title narrow=true>
            <div class="space-y-1">
                <p class="text-sm text-muted">{format!("Question {number}, at most {at_most}. You can stop at any time.")}</p>
                <progress class="share" max="100" value=percent aria-label="How far the questions are"></progress>
            </div>
            <p class="text-muted">{why}</p>
            <Form act="answer">{hidden()} {fields()}</Form>
            <Buttons>
                <LinkButton href=result look=Look::Quiet>"See the result now"</LinkButton>
                {back.then(|| view! { <PostButton to=questions_path(id) act="back" look=Look::Plain>"Back to the last question"</PostButton> })}
            </Buttons>
        </Page>
    }
}

fn done(result: String) -> impl IntoView {
    view! {
        <Page title="That is all we need to ask" narrow=true lead="Further questions would not change how urgent it is or who can help.">
            <Buttons><LinkButton href=result>"See the result"</LinkButton></Buttons>
        </Page>
    }
}

/// With a capital letter.
fn sentence(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Keeps what was answered and goes on to the next question, or to the result.
pub async fn answer(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id: SymptomReportId = ctx.param("report")?;
    let more = symptom::answer(&ctx.services, &ctx.caller(), id, read(&fields)?).await?;
    Ok(Done::to(if more { questions_path(id) } else { path::report(id) }))
}

/// Takes the last answer back.
pub async fn back(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let id: SymptomReportId = ctx.param("report")?;
    symptom::take_back(&ctx.services, &ctx.caller(), id).await?;
    Ok(Done::to(questions_path(id)))
}

fn read(fields: &Fields) -> Result<Vec<Answer>, Error> {
    let ticked: Vec<&str> = fields.all("id").collect();
    let courses = fields.all("asked").any(|id| id.starts_with("course-"));
    if courses && ticked.is_empty() {
        return Err(Problems::one("id", "Please choose one.").into());
    }
    let state = |id: &str| match fields.text("state") {
        "present" => Ok(State::Present),
        "absent" => Ok(State::Absent),
        "unknown" => Ok(State::Unknown),
        "ticked" => Ok(if ticked.contains(&id) { State::Present } else { State::Absent }),
        _ => Err(Error::from(Problems::one("state", "Please answer the question."))),
    };
    let asked = fields.all("asked").filter(|id| !courses || ticked.contains(id));
    asked.map(|id| Ok(Answer { id: id.to_owned(), state: state(id)? })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(pairs: &[(&str, &str)]) -> Option<Vec<(String, State)>> {
        let fields = Fields(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect());
        read(&fields).ok().map(|all| all.into_iter().map(|a| (a.id, a.state)).collect())
    }

    #[test]
    fn what_is_not_ticked_is_not_there_and_not_knowing_is_said() {
        let group = [("asked", "cough"), ("asked", "fever"), ("id", "fever")];
        let ticked = answers(&[&group[..], &[("state", "ticked")]].concat());
        assert_eq!(ticked, Some(vec![("cough".into(), State::Absent), ("fever".into(), State::Present)]));
        let unknown = answers(&[&group[..], &[("state", "unknown")]].concat());
        assert!(unknown.is_some_and(|all| all.iter().all(|(_, state)| *state == State::Unknown)));
        assert_eq!(answers(&[("asked", "cough"), ("state", "perhaps")]), None);
    }

    #[test]
    fn since_when_has_one_answer() {
        let asked = [("asked", "course-hours"), ("asked", "course-days"), ("state", "ticked")];
        assert_eq!(answers(&asked), None);
        assert_eq!(answers(&[&asked[..], &[("id", "course-days")]].concat()), Some(vec![("course-days".into(), State::Present)]));
    }
}

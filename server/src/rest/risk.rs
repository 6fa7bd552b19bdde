//! `/api/ai/assess-risk/`: published risk scores.

use super::{Json, List, Outcome, ok};
use domain::risk::{RiskInput, RiskResult, Score, ScoreId};

/// `POST /api/ai/assess-risk/`: nothing is kept.
pub(super) async fn assess(Json(given): Json<RiskInput>) -> Outcome<RiskResult> {
    let result = given.assess()?;
    let message = if result.crisis { CRISIS } else { "OK" };
    Ok(ok(result).saying(message))
}

/// What somebody is told first who has thoughts of being better off dead.
const CRISIS: &str =
    "Please talk to somebody now: call your emergency number (112 in most countries) or a crisis line (findahelpline.com).";

/// `GET /api/ai/scores/`: every score with what it asks and where it is valid.
pub(super) async fn scores() -> Outcome<List<Score>> {
    Ok(ok(List::whole(ScoreId::ALL.into_iter().map(|id| *id.score()))))
}

use super::*;
use axum::body::Body;
use axum::response::IntoResponse;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inner {
    #[expect(dead_code, reason = "only read by serde")]
    number: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer {
    #[expect(dead_code, reason = "only read by serde")]
    word: String,
    #[serde(default)]
    #[expect(dead_code, reason = "only read by serde")]
    list: Vec<Inner>,
}

async fn told(problem: Problem) -> (u16, Value) {
    let response = problem.into_response();
    let status = response.status().as_u16();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 16).await.expect("a body");
    (status, serde_json::from_slice(&bytes).expect("json"))
}

async fn refused(kind: &str, body: impl Into<Body>) -> (u16, Value) {
    let request = Request::builder().method("POST").header("content-type", kind).body(body.into()).expect("a request");
    let Err(problem) = Json::<Outer>::from_request(request, &()).await else { panic!("was accepted") };
    told(problem).await
}

#[tokio::test]
async fn whatever_is_wrong_names_its_field() {
    for (body, field) in [
        (r#"{"word": 1}"#, "word"),
        (r#"{"word": null}"#, "word"),
        ("{}", "word"),
        (r#"{"word": "a", "more": 1}"#, "more"),
        (r#"{"word": "a", "word": "b"}"#, "word"),
        (r#"{"word": "a", "list": [{"number": 1}, {"number": 300}]}"#, "list[1].number"),
        (r#"{"word": "a", "list": [{"number": 1, "x": 1}]}"#, "list[0].x"),
        (r#"{"word": "a", "list": [{}]}"#, "list[0].number"),
        (r#"{"word": "a\u0000b"}"#, "word"),
    ] {
        let (status, told) = refused("application/json", body).await;
        assert_eq!((status, told["error"]["field"].as_str()), (400, Some(field)), "{body} {told}");
        assert_eq!(told["error"]["code"], "VALIDATION_ERROR");
    }
}

/// Fields of all the kinds that bodies have, each of them required.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read by serde")]
struct Every {
    doctor: uuid::Uuid,
    start: DateTime<Utc>,
    mode: domain::appointment::Mode,
    age: f32,
    count: u16,
    is_open: bool,
    words: Vec<String>,
    inner: Inner,
}

#[test]
fn every_wrong_field_is_named_at_once_and_in_our_own_words() {
    let body = r#"{"doctor": "x", "start": "y", "mode": "z", "age": "34", "count": 70000, "is_open": 1, "words": ["a", 1], "zz": 1}"#;
    let Err(problem) = object::<Every>(body.as_bytes()) else { panic!("was accepted") };
    let said = format!("{problem:?}");
    for field in ["doctor", "start", "mode", "age", "count", "is_open", "words[1]", "zz"] {
        assert!(said.contains(&format!("field: \"{field}\"")), "{field}: {said}");
    }
    for theirs in ["expected", "parsing", "premature", "invalid", "variant", "u16", "f32"] {
        assert!(!said.contains(theirs), "{theirs}: {said}");
    }
    assert!(said.contains("in-person") || said.contains("telehealth"), "what may be chosen is said: {said}");
}

#[test]
fn a_body_full_of_mistakes_names_the_first_of_them() {
    let fields: Vec<String> = (0..1_000).map(|n| format!("\"f{n}\": 1")).collect();
    let Err(problem) = object::<Every>(format!("{{{}}}", fields.join(",")).as_bytes()) else { panic!("was accepted") };
    assert!((1..=20).contains(&format!("{problem:?}").matches("FieldProblem").count()));
}

#[tokio::test]
async fn what_is_not_json_is_refused_politely() {
    let deep = format!("{{\"word\": {}", "[".repeat(100_000));
    let bodies: [&[u8]; 8] =
        [b"", b"{", b"nonsense", b"[\"a\"]", b"{\"word\": \"\xff\"}", b"{\"word\": \"a\"} {}", b"{\"word\": \"a\0\"}", deep.as_bytes()];
    for body in bodies {
        let (status, told) = refused("application/json", body.to_vec()).await;
        assert_eq!((status, &told["success"]), (400, &Value::Bool(false)), "{told}");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        assert_eq!(refused(kind, r#"{"word": "a"}"#).await.0, 415, "{kind}");
    }
}

#[tokio::test]
async fn an_escaped_backslash_is_no_nul() {
    let request = Request::builder().header("content-type", "application/json; charset=utf-8").body(Body::from(r#"{"word": "\\u0000"}"#));
    assert!(Json::<Outer>::from_request(request.expect("a request"), &()).await.is_ok());
}

#[tokio::test]
async fn no_body_is_the_default_where_that_is_allowed() {
    let of = |body: &'static str| Request::builder().header("content-type", "application/json").body(Body::from(body)).expect("a request");
    assert!(Maybe::<Nothing>::from_request(of(""), &()).await.is_ok());
    assert!(Maybe::<Nothing>::from_request(of("{}"), &()).await.is_ok());
    assert!(Maybe::<Nothing>::from_request(of(r#"{"a": 1}"#), &()).await.is_err());
}

#[tokio::test]
async fn unknown_parameters_and_bytes_that_are_no_text_are_refused() {
    let known = &["q"];
    for (uri, field) in [("/?q=a&x=1", "x"), ("/?q=%00", "q"), ("/?q=%FF", "q"), ("/?%FF=1", "\u{fffd}")] {
        let Err(problem) = check_query(&Uri::from_static(uri), known) else { panic!("{uri} was accepted") };
        let (status, told) = told(problem).await;
        assert_eq!((status, told["error"]["field"].as_str()), (400, Some(field)), "{uri} {told}");
    }
    assert!(check_query(&Uri::from_static("/?q=a%20b"), known).is_ok());
}

#[tokio::test]
async fn an_empty_value_is_one_of_free_text_only() {
    let known = &["free_on", "date", "to", "limit", "telehealth", "after", "q", "text", "city", "action"];
    for name in ["free_on", "date", "to", "limit", "telehealth", "after"] {
        for uri in [format!("/?{name}="), format!("/?q=a&{name}"), format!("/?{name}=&q=")] {
            let Err(problem) = check_query(&uri.parse().expect("an address"), known) else { panic!("{uri} was accepted") };
            let (status, told) = told(problem).await;
            assert_eq!((status, told["error"]["field"].as_str()), (400, Some(name)), "{uri} {told}");
        }
    }
    for name in MAY_BE_EMPTY {
        assert!(check_query(&format!("/?{name}=").parse().expect("an address"), known).is_ok(), "{name}");
    }
}

#[test]
fn instants_and_dates_outside_of_calendars_are_refused() {
    assert!(instant("2026-05-31T09:00:00+02:00").is_ok());
    for bad in ["", "2026-05-31", "2026-05-31T09:00:00 02:00", "+262142-01-01T00:00:00Z", "0001-01-01T00:00:00Z"] {
        assert!(instant(bad).is_err(), "{bad}");
    }
    assert!(date("2026-05-31").is_ok());
    for bad in ["", "31.5.2026", "+262142-12-31", "-0001-01-01"] {
        assert!(date(bad).is_err(), "{bad}");
    }
}

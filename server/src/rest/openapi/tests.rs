use super::*;
use domain::{calendar, interview, text, token};

fn signatures() -> impl Iterator<Item = (&'static str, Signature, words::Words)> {
    ROUTES.iter().map(|route| (route.path, (route.signature)(), (route.words)()))
}

#[test]
fn the_document_has_exactly_the_addresses_methods_and_parameters_of_the_table() {
    let paths = whole()["paths"].take();
    let mut told = Vec::new();
    for (path, operations) in paths.as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let parameters = operation["parameters"].as_array().into_iter().flatten().filter(|parameter| parameter["in"] == "query");
            let mut names: Vec<String> = parameters.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect();
            names.sort_unstable();
            told.push((path.clone(), method.to_uppercase(), names));
        }
    }
    let mut real: Vec<_> = ROUTES
        .iter()
        .map(|route| {
            let mut names: Vec<String> = route.query.iter().map(|name| (*name).to_owned()).collect();
            names.sort_unstable();
            (route.path.to_owned(), route.method.to_string(), names)
        })
        .collect();
    told.sort_unstable();
    real.sort_unstable();
    assert_eq!(told, real);
}

#[test]
fn every_body_has_an_example_that_its_handler_reads() {
    for (path, signature, words) in signatures() {
        match (&signature.body, &words.request) {
            (Some(body), Some(example)) => assert_eq!((body.accepts)(example), Ok(()), "{path}"),
            (None, None) => {}
            _ => panic!("{path}: a body needs an example, and an example a body"),
        }
    }
}

#[test]
fn bodies_refuse_what_they_do_not_know_and_say_so() {
    for (path, signature, words) in signatures() {
        let (Some(body), Some(mut example)) = (signature.body, words.request) else { continue };
        example["nothing_of_the_kind"] = json!(1);
        assert!((body.accepts)(&example).is_err(), "{path}");
        let name = body.schema["$ref"].as_str().and_then(|way| way.rsplit('/').next()).expect("a name");
        assert_eq!(signature.schemas[name]["additionalProperties"], false, "{name}");
    }
}

#[test]
fn operations_have_names_of_their_own() {
    let mut names: Vec<_> = ROUTES.iter().map(|route| route.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    assert!(names.iter().all(|(module, _)| TAGS.iter().any(|(tag, ..)| tag == module)), "every module has a tag");
}

/// Attributes take no constants, so they are held against them here.
#[test]
fn limits_are_those_of_the_rules() {
    let schemas = whole()["components"]["schemas"].take();
    for (schema, field, keyword, limit) in [
        ("Registration", "name", "maxLength", text::NAME_MAX),
        ("Registration", "license_issuer", "maxLength", text::NAME_MAX),
        ("PatientEdit", "name", "maxLength", text::NAME_MAX),
        ("Location", "city", "maxLength", text::NAME_MAX),
        ("DoctorEdit", "bio", "maxLength", text::BIO_MAX),
        ("NewAppointment", "reason", "maxLength", text::REASON_MAX),
        ("Confirmation", "reason", "maxLength", text::REASON_MAX),
        ("Cancellation", "reason", "maxLength", text::REASON_MAX),
        ("Description", "text", "maxLength", text::SYMPTOM_TEXT_MAX),
        ("Description", "evidence", "maxItems", interview::MOST_ANSWERS),
        ("InterviewSoFar", "evidence", "maxItems", interview::MOST_ANSWERS),
        ("DescriptionAndWishes", "evidence", "maxItems", interview::MOST_ANSWERS),
        ("Availability", "exceptions", "maxItems", calendar::EXCEPTIONS_MAX),
        ("DateException", "note", "maxLength", calendar::NOTE_MAX),
        ("NewToken", "name", "maxLength", token::TOKEN_NAME_MAX),
        ("NewToken", "days", "maximum", usize::from(token::TOKEN_DAYS_MAX)),
    ] {
        assert_eq!(schemas[schema]["properties"][field][keyword], limit, "{schema}.{field}");
    }
}

#[test]
fn everything_is_explained_in_words_for_readers_of_the_document() {
    let document = whole();
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        assert!(schema["description"].is_string(), "{name}");
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            // What can be null refers to its type in a list of two.
            let described = [&property["description"], &property["oneOf"][0]["description"]];
            assert!(described.iter().any(|words| words.is_string()), "{name}.{field}");
        }
    }
    for ours in ["[`", "`None`", "::", "..="] {
        assert!(!document.to_string().contains(ours), "{ours} is Rust");
    }
}

#[test]
fn the_committed_document_is_what_this_code_makes() {
    // Read while it runs: who renews the document need not compile anew.
    let committed = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json"));
    let is_same = committed.is_ok_and(|committed| committed == document().text);
    assert!(is_same, "docs/openapi.json is out of date. Renew it: cargo run -p server --bin shs -- openapi > docs/openapi.json");
}

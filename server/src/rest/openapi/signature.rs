//! What a handler's own types tell: the extractors say what it reads, its outcome says what it answers.
//!
//! So a field, a limit or a status cannot be in the code and not in the document: there is no second list to forget.

use super::{query::Parameters, text};
use crate::rest::answer::{Answer, List};
use crate::rest::etag::{IfMatch, IfNoneMatch, Versioned};
use crate::rest::extract::{Address, By, Id, IdempotencyKey, Json, Maybe, Query, Slug};
use crate::rest::problem::Problem;
use crate::rest::transfer::{Archive, Download, Kinds, Pdf, Upload};
use crate::session::{Device, Visitor};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use domain::Code;
use domain::record::Media;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::future::Future;
use tower_sessions::Session;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// What one handler reads and answers.
#[derive(Debug, Default)]
pub(in crate::rest) struct Signature {
    /// Schemas of the types, by name.
    pub(super) schemas: Map<String, Value>,
    /// Of path, query and headers.
    pub(super) parameters: Vec<Value>,
    /// The body, where there is one to fill in.
    pub(super) body: Option<Body>,
    /// The schema of `data`.
    pub(super) data: Value,
    /// The status when all is well.
    pub(super) status: u16,
    /// Whether it can answer that the client has this version already.
    pub(super) can_be_known: bool,
    /// The kinds of file that its body may be; none where it is no file.
    pub(super) takes_files: Vec<&'static str>,
    /// The kinds of file that it may answer with; none where it answers with no file.
    pub(super) gives: Vec<&'static str>,
    /// Refusals that follow from what is read.
    pub(super) refuses: Vec<Code>,
}

/// A body.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) schema: Value,
    pub(super) is_required: bool,
    /// Whether the handler's own type reads this.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are held against it in a test"))]
    pub(super) accepts: fn(&Value) -> Result<(), String>,
}

impl Signature {
    /// Of a handler.
    pub(in crate::rest) fn of<Arguments, H: Handles<Arguments>>(_: &H) -> Self {
        let mut signature = Self::default();
        H::describe(&mut signature);
        signature
    }

    /// Notes the type with all that it holds, and refers to it.
    fn note<T: ToSchema>(&mut self) -> Value {
        let mut found = Vec::new();
        T::schemas(&mut found);
        found.push((T::name().into_owned(), T::schema()));
        self.schemas.extend(found.into_iter().map(|(name, schema)| (name, json!(schema))));
        reference(&T::name())
    }

    /// Notes a body; one without fields is not spoken of.
    fn takes<T: ToSchema + DeserializeOwned>(&mut self, is_required: bool) {
        self.refuses.extend([Code::TooLarge, Code::UnsupportedMediaType, Code::RequestTimeout]);
        if json!(T::schema()).get("properties").is_some() {
            let accepts = |value: &Value| serde_json::from_value::<T>(value.clone()).map(drop).map_err(|e| e.to_string());
            self.body = Some(Body { schema: self.note::<T>(), is_required, accepts });
        }
    }

    fn answers<T: ToSchema>(&mut self, status: u16) {
        let is_nothing = T::name() == <() as ToSchema>::name();
        self.data = if is_nothing { json!({ "type": "null" }) } else { self.note::<T>() };
        self.status = status;
    }
}

/// A reference to a schema of the document.
pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A handler: a function of extractors.
pub(in crate::rest) trait Handles<Arguments> {
    /// Notes all of its types.
    fn describe(signature: &mut Signature);
}

macro_rules! handles {
    ($($argument:ident)*) => {
        impl<H, F, R, $($argument,)*> Handles<($($argument,)*)> for H
        where
            H: Fn($($argument),*) -> F,
            F: Future<Output = R>,
            R: Answers,
            $($argument: Reads,)*
        {
            fn describe(signature: &mut Signature) {
                $($argument::read(signature);)*
                R::answer(signature);
            }
        }
    };
}

handles!();
handles!(A);
handles!(A B);
handles!(A B C);
handles!(A B C D);
handles!(A B C D E);

/// An extractor: what it takes from a request that a client has to know of.
pub(in crate::rest) trait Reads {
    /// Notes it; nothing where it takes nothing that a client sends on purpose.
    fn read(_: &mut Signature) {}
}

impl<S> Reads for State<S> {}
impl Reads for Session {}
impl Reads for Visitor {}
impl Reads for Device {}
impl Reads for By {}
impl Reads for Address {}
impl Reads for Uri {}
impl Reads for HeaderMap {}

impl<T: ToSchema> Reads for Id<T> {
    fn read(signature: &mut Signature) {
        let schema = signature.note::<T>();
        let description = "As the API gave it: a UUID in lower case. Anything else names nothing.";
        signature.parameters.push(json!({ "name": "id", "in": "path", "required": true, "description": description, "schema": schema }));
        signature.refuses.push(Code::NotFound);
    }
}

impl Reads for Slug {
    fn read(signature: &mut Signature) {
        let schema = json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 2 * domain::blog::SLUG_MAX });
        let description = "The article's `slug`, as the API gave it. Anything else names nothing.";
        signature.parameters.push(json!({ "name": "id", "in": "path", "required": true, "description": description, "schema": schema }));
        signature.refuses.push(Code::NotFound);
    }
}

impl<T: ToSchema + DeserializeOwned> Reads for Json<T> {
    fn read(signature: &mut Signature) {
        signature.takes::<T>(true);
    }
}

impl<T: ToSchema + DeserializeOwned> Reads for Maybe<T> {
    fn read(signature: &mut Signature) {
        signature.takes::<T>(false);
    }
}

impl<T: Parameters> Reads for Query<T> {
    fn read(signature: &mut Signature) {
        signature.parameters.extend(T::parameters());
    }
}

impl<K: Kinds> Reads for Upload<K> {
    fn read(signature: &mut Signature) {
        signature.takes_files = codes(K::TAKEN);
        signature.refuses.extend([Code::TooLarge, Code::UnsupportedMediaType, Code::RequestTimeout]);
        let description = "The file's name, as `attachment; filename=\"x-ray.png\"` or `filename*=UTF-8''…` (RFC 6266).";
        signature.parameters.push(header("Content-Disposition", description, text()));
    }
}

impl Reads for IfMatch {
    fn read(signature: &mut Signature) {
        let description =
            "The `ETag` for which the change was thought out, as `\"3\"`: refused as `PRECONDITION_FAILED` where the record has moved on.";
        signature.parameters.push(header("If-Match", description, text()));
        signature.refuses.push(Code::PreconditionFailed);
    }
}

impl Reads for IfNoneMatch {
    fn read(signature: &mut Signature) {
        let description = "The `ETag` of what the client has, as `\"3\"`: answered 304, without a body, while that is the newest version.";
        signature.parameters.push(header("If-None-Match", description, text()));
    }
}

impl Signature {
    /// Of an operation that happens once for each key.
    pub(super) fn repeatable(mut self) -> Self {
        IdempotencyKey::read(&mut self);
        self
    }
}

impl Reads for IdempotencyKey {
    fn read(signature: &mut Signature) {
        let description = "Of your making, 1 to 200 visible ASCII characters. The same key with the same body gives the first answer again, \
                           so that a request that got lost can be repeated; with another body it is refused.";
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$" });
        signature.parameters.push(header("Idempotency-Key", description, schema));
        // A first request with this key that has not ended yet.
        signature.refuses.extend([Code::IdempotencyMismatch, Code::Conflict]);
    }
}

fn codes(kinds: &[Media]) -> Vec<&'static str> {
    kinds.iter().map(|media| media.code()).collect()
}

/// Without an example: pages that try operations would send it.
fn header(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "header", "required": false, "description": description, "schema": schema })
}

/// What a handler answers.
pub(in crate::rest) trait Answers {
    /// Notes it.
    fn answer(signature: &mut Signature);
}

impl<T: ToSchema, const STATUS: u16> Answers for Result<Answer<T, STATUS>, Problem> {
    fn answer(signature: &mut Signature) {
        signature.answers::<T>(STATUS);
    }
}

impl Answers for Result<Download, Problem> {
    fn answer(signature: &mut Signature) {
        signature.gives = codes(&Media::ALL);
        signature.status = 200;
    }
}

impl Answers for Result<Pdf, Problem> {
    fn answer(signature: &mut Signature) {
        signature.gives = codes(&[Media::Pdf]);
        signature.status = 200;
    }
}

impl Answers for Result<Archive, Problem> {
    fn answer(signature: &mut Signature) {
        signature.gives = vec![Archive::MEDIA];
        signature.status = 200;
    }
}

impl<T: ToSchema> Answers for Result<Versioned<T>, Problem> {
    fn answer(signature: &mut Signature) {
        signature.answers::<T>(200);
        signature.can_be_known = true;
    }
}

impl<T: ToSchema> PartialSchema for List<T> {
    fn schema() -> RefOr<Schema> {
        let next = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some("Cursor of the next page, for `?after=`; null on the last one."));
        let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name())).description(Some("The rows, in order."));
        let list = ObjectBuilder::new().property("items", items).required("items").property("next", next).required("next");
        list.description(Some("One page of a list.")).into()
    }
}

impl<T: ToSchema> ToSchema for List<T> {
    fn name() -> Cow<'static, str> {
        format!("{}List", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
        schemas.push((T::name().into_owned(), T::schema()));
    }
}

//! The parts that screens are made of; each exists once. Nothing here knows a service, so islands may use all of it.
//!
//! # A page
//!
//! ```text
//! // app/src/appointment/list.rs, listed in `pages()` and routed in `App` (both in lib.rs)
//! #[component]
//! pub fn AppointmentsPage() -> impl IntoView {
//!     let ctx = ctx();                                        // services, caller, path parameters, query, clock
//!     load(async move {                                       // the one way to wait for data: `?` gives the error page
//!         let page = service::appointment::list(&ctx.services, &ctx.caller(), …).await?;
//!         Ok(view! {
//!             <Page title="Your appointments">                // <title>, the column and the <h1>
//!                 …
//!             </Page>
//!         })
//!     })
//! }
//! ```
//!
//! * [`Page`]`(title, lead?, wide?, narrow?, bare?, about?)` – column, `<h1>`, document title. `wide` for two columns and tables, `narrow` for one short form; `bare` draws no
//!   heading (the page draws its own `<h1>`).
//! * [`Section`]`(title, lead?)` – an `<h2>` with what follows. [`Card`] – only where things are truly separate.
//! * [`Facts`] with [`Fact`]`(label)` inside – a definition list.
//!
//! # A form
//!
//! Plain `<form method="post">` to the page's own address. One *act* (a function in `acts()`) answers it: `Ok(Done::to(path)
//! .saying(Notice::Booked))` redirects; `Err(service::Error)` shows the same page again, with status 4xx, everything typed still
//! there, the message beside its field and an error summary on top. A page with several forms names them: `<Form act="password">`.
//!
//! ```text
//! <Form>                                                      // or <Form to="/symptoms" act="…">
//!     <TextField name="name" label="Full name" value=patient.name autocomplete="name" required=true/>
//!     <Field name="email" kind=Kind::Email label="E-mail"/>   // Kind: Text Email Password NewPassword Date Number Search Tel
//!     <TextArea name="reason" label="Reason" max=REASON_MAX optional=true/>
//!     <Select name="sex" label="Sex" options=options([("female", "Female")]) value=code/>
//!     <Radios name="mode" legend="How" options=options([("in-person", "At the clinic")]) value="in-person"/>
//!     <Checkbox name="telehealth" label="Video visits" checked=true/>
//!     <Hidden name="report" value=id/>
//!     <Buttons><Button>"Book"</Button><LinkButton href="/" look=Look::Quiet>"Back"</LinkButton></Buttons>
//! </Form>
//! ```
//!
//! * [`TextField`] is [`Field`] of kind text. All fields take `name`, `label`, `hint?`, `value?`, `optional?` (marks and does not
//!   require), `required?`, `autocomplete?`.
//! * [`PostButton`]`(to, act?, fields?, look?, confirm?)` – a whole form that is one button: `<PostButton to="/logout">"Sign out"</PostButton>`.
//! * [`Filter`] – the same fields in a `<form method="get">`: state lives in the URL. Fields read their value from the query. `plain` where
//!   nothing is searched for.
//! * [`Measure`]`(name, label, unit, hint, slide)` – a number with its unit, and room for an island's slider.
//! * [`FileField`]`(name, label, hint, accept, most)` – a file, last in a `<Form file=true>`; its act says `.with_file()`.
//! * After a lost race `use_context::<Submitted>()` holds `slots`, the nearest free times.
//!
//! # Saying things
//!
//! * [`Banner`]`(tone, title, icon?)` – [`Tone`]`::{Info, Attention, Emergency, Done}`. Emergency is for emergencies only.
//! * [`Crisis`]`(numbers, first?)` – whom to call with thoughts of death or self-harm; before everything else.
//! * [`Chip`]`(href?, icon?)`, [`Badge`]`(tone)`, [`StatusBadge`]`(status)`, [`Avatar`]`(name, large?)`.
//! * [`Empty`]`(title, icon)` with what to do next as children; [`Failed`] – the error state; [`Skeleton`]`(lines)`.
//! * [`Rows`] – `<li>`s with lines between them; [`Entry`]`(deeds)` – one of them with buttons beside it. [`More`]`(href)` – "Show more" for keyset pages. [`Toast`] shows the notice of the last act (in the layout already).
//! * [`Icon`]`(icon)` – `icondata_hi::Hi…OutlineLg`; hidden from readers, so words go beside it, always.
//!
//! * [`Chart`]`(series, zone)` – values over time with their reference range, and a table behind them; [`Spark`] – the same as a small line.
//! * [`Bars`]`(title, told, names, bars)` – counts by month in parts; the table is the page's.
//!
//! # Buttons
//!
//! [`Look`]`::{Primary, Quiet, Plain, Danger}`: one primary a page; danger only asks for what cannot be undone. [`Button`] submits,
//! [`LinkButton`] goes somewhere. Both take `wide?` (full width) and `icon?`.
//!
//! # Time
//!
//! [`time`] is the one place that writes dates, times and money. [`When`]`(at, clinic?)` writes "Tue 24 Nov, 14:30" in the person's zone
//! and, where it differs, the clinic's. [`Slots`]`(slots, zone, href)` is a list of free times grouped by day with full dates read
//! out; `href` makes the address from a start; say above it whose clock it follows, with [`time::place`]. [`Countdown`]`(until)` is text that a later island makes live.
//!
//! # Classes
//!
//! Tailwind over the tokens of `style/tokens.css`, never a raw colour. Class names are whole literals, in `class="…"` or – for
//! variants – in [`cx`]`("…")`: a test looks every one up in the stylesheet.

mod badge;
mod banner;
mod bars;
mod button;
mod card;
pub mod chart;
mod choice;
mod crisis;
mod field;
mod form;
mod icon;
mod list;
mod measure;
mod page;
mod raw;
mod slots;
mod state;
pub mod time;
mod toast;
mod when;

pub use badge::{Avatar, Badge, Chip, StatusBadge};
pub use banner::{Banner, Tone};
pub use bars::{Bar, Bars};
pub use button::{Button, Buttons, LinkButton, Look, PostButton};
pub use card::{Card, Fact, Facts, Section};
pub use chart::{Chart, Spark};
pub use choice::{Checkbox, Checks, Radios, Select, options};
pub use crisis::Crisis;
pub use field::{Field, FileField, Hidden, Kind, TextArea, TextField};
pub use form::{Filter, Form};
pub use icon::Icon;
pub use list::{Entry, More, Rows};
pub use measure::{Measure, Slide};
pub use page::Page;
pub use slots::Slots;
pub use state::{Empty, Failed, Skeleton};
pub use toast::Toast;
pub use when::{Countdown, When};

/// Marks a literal as class names, so that the test over the stylesheet finds it.
pub const fn cx(classes: &'static str) -> &'static str {
    classes
}

//! Measured values as a table (RFC 4180), in and out.

use super::{Measure, NewRecord, NewResult, Person, Record, measure, measures};
use super::{RECORD_TYPES, RecordType};
use crate::{Problems, text};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use std::borrow::Cow;

/// Longest table that is read, in bytes.
pub const CSV_MAX: usize = 100 << 10;
/// Most rows that are read at once.
pub const ROWS_MAX: usize = 2_000;
/// Most errors that are told.
const ERRORS_MAX: usize = 100;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Its line in the table, counted from 1.
    pub line: u64,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// Rows that make one entry: those of one kind and one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The entry.
    pub new: NewRecord,
    /// The lines that it is made of.
    pub lines: Vec<u64>,
}

/// A table that was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Import {
    /// What can be taken, in order of time.
    pub groups: Vec<Group>,
    /// What cannot: the first hundred.
    pub errors: Vec<RowError>,
    /// How many rows cannot, with those that are not told one by one.
    pub left_out: usize,
    /// Rows that were read.
    pub rows: usize,
}

/// Where the columns are.
struct Columns {
    at: usize,
    code: Option<usize>,
    name: Option<usize>,
    value: usize,
    unit: Option<usize>,
    low: Option<usize>,
    high: Option<usize>,
    /// In tables of ours: which entry came after this one, and whether that took it back.
    over: [Option<usize>; 2],
}

/// Reads a table with a line of headings: `recorded_at`, `code` or `name`, `value`, and where they are there `unit`, `reference_low` and
/// `reference_high`. Other columns are passed over. Fields are parted by commas, semicolons or tabs.
///
/// * `zone` – of times that do not say their own
/// * errors: at `csv`, for what is no such table at all; what is wrong with single rows is in the result
pub fn read(raw: &str, zone: Tz, person: &Person, now: DateTime<Utc>) -> Result<Import, Problems> {
    let no = |message: &'static str| Problems::one("csv", message);
    if raw.len() > CSV_MAX {
        return Err(no("This table is too long; please split it into parts of at most 100 kB."));
    }
    // A reader of tables counts the two characters of such an end of line as two lines, now and then.
    let raw = raw.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let first = raw.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(|sign| first.bytes().filter(|byte| byte == sign).count()).unwrap_or(b',');
    let mut reader = ::csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(::csv::Trim::All).from_reader(raw.as_bytes());
    let heads = reader.headers().map_err(|_| no("This is no table that we can read."))?.clone();
    let columns = Columns::of(&heads)?;
    let mut import = Import::default();
    for row in reader.records() {
        let Ok(row) = row else {
            import.wrong(0, "The rest of the table cannot be read.".to_owned());
            break;
        };
        let line = row.position().map_or(0, ::csv::Position::line);
        if row.iter().all(str::is_empty) {
            continue;
        }
        import.rows += 1;
        if import.rows > ROWS_MAX {
            return Err(no("These are too many rows; please split the table into parts of at most 2000."));
        }
        if columns.is_over(&row) {
            import.wrong(line, "This was corrected or taken back.".to_owned());
            continue;
        }
        match columns.read(&row, zone, delimiter == b';') {
            Ok((at, kind, result)) => import.add(line, at, kind, result, person, now),
            Err(message) => import.wrong(line, message.into_owned()),
        }
    }
    if import.rows == 0 {
        return Err(no("There are no rows below the headings."));
    }
    import.groups.sort_by_key(|group| group.new.recorded_at);
    import.check(person, now);
    Ok(import)
}

impl Import {
    /// A row that cannot be taken.
    pub fn wrong(&mut self, line: u64, message: String) {
        self.left_out += 1;
        if self.errors.len() < ERRORS_MAX {
            self.errors.push(RowError { line, message });
        }
    }

    /// Puts a row to those of the same instant, once it is right by itself.
    fn add(&mut self, line: u64, at: DateTime<Utc>, kind: RecordType, result: NewResult, person: &Person, now: DateTime<Utc>) {
        let new = NewRecord {
            record_type: kind,
            recorded_at: at,
            title: String::new(),
            text: String::new(),
            coding: None,
            results: vec![result],
        };
        if let Err(problems) = new.parse(person, now) {
            return self.wrong(line, problems.0.iter().map(|problem| &*problem.message).collect::<Vec<_>>().join(" "));
        }
        let same = |group: &&mut Group| group.new.record_type == kind && group.new.recorded_at == at;
        match self.groups.iter_mut().rev().find(same) {
            Some(group) => {
                group.new.results.extend(new.results);
                group.lines.push(line);
            }
            None => self.groups.push(Group { new, lines: vec![line] }),
        }
    }

    /// What is right row by row can be wrong together.
    fn check(&mut self, person: &Person, now: DateTime<Utc>) {
        let (right, wrong): (Vec<Group>, Vec<Group>) =
            std::mem::take(&mut self.groups).into_iter().partition(|group| group.new.parse(person, now).is_ok());
        self.groups = right;
        for group in wrong {
            let message = group.new.parse(person, now).err().map(|problems| problems.0[0].message.to_string()).unwrap_or_default();
            for line in group.lines {
                self.wrong(line, message.clone());
            }
        }
        self.errors.sort_by_key(|error| error.line);
    }
}

impl Columns {
    fn of(heads: &::csv::StringRecord) -> Result<Self, Problems> {
        let find = |names: &[&str]| heads.iter().position(|head| names.contains(&&*head.trim().to_ascii_lowercase()));
        let columns = (find(&["recorded_at", "date", "time", "when"]), find(&["value", "result"]));
        let (code, name) = (find(&["code", "loinc"]), find(&["name", "measure", "test"]));
        match columns {
            (Some(at), Some(value)) if code.is_some() || name.is_some() => Ok(Self {
                at,
                code,
                name,
                value,
                unit: find(&["unit", "units"]),
                low: find(&["reference_low", "low"]),
                high: find(&["reference_high", "high"]),
                over: [find(&["corrected_by"]), find(&["retracted"])],
            }),
            _ => {
                let words = "The first line must name the columns: recorded_at, code (LOINC) or name, value; unit, reference_low and \
                             reference_high where you have them.";
                Err(Problems::one("csv", words))
            }
        }
    }

    /// Whether a table of ours says that the row no longer counts.
    fn is_over(&self, row: &::csv::StringRecord) -> bool {
        self.over.into_iter().flatten().filter_map(|at| row.get(at)).any(|said| !matches!(said.trim(), "" | "false"))
    }

    fn read(&self, row: &::csv::StringRecord, zone: Tz, comma: bool) -> Result<(DateTime<Utc>, RecordType, NewResult), Cow<'static, str>> {
        let field = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim();
        let number = |at: Option<usize>| match field(at) {
            "" => Ok(None),
            raw => number(raw, comma).map(Some).ok_or_else(|| Cow::Owned(format!("\"{}\" is no number.", short(raw)))),
        };
        let at = instant(field(Some(self.at)), zone)?;
        let known = known(field(self.code), field(self.name))?;
        let value = number(Some(self.value))?.ok_or("There is no value.")?;
        let result = NewResult {
            code: known.code.to_owned(),
            value,
            unit: field(self.unit).to_owned(),
            low: number(self.low)?,
            high: number(self.high)?,
        };
        Ok((at, known.kind, result))
    }
}

fn known(code: &str, name: &str) -> Result<&'static Measure, Cow<'static, str>> {
    let by_name = |name: &str| RECORD_TYPES.into_iter().flat_map(measures).find(|measure| measure.name.eq_ignore_ascii_case(name));
    match (code, name) {
        ("", "") => Err("There is no code and no name of what was measured.".into()),
        ("", name) => by_name(name).ok_or_else(|| format!("We do not know \"{}\"; please give its LOINC code.", short(name)).into()),
        (code, _) => measure(code).ok_or_else(|| format!("We do not know the LOINC code \"{}\".", short(code)).into()),
    }
}

fn number(raw: &str, comma: bool) -> Option<f64> {
    let raw = if comma && !raw.contains('.') { raw.replace(',', ".") } else { raw.to_owned() };
    raw.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Part of what somebody wrote, to be repeated in a message.
fn short(raw: &str) -> String {
    text::visible(raw).chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect()
}

fn instant(raw: &str, zone: Tz) -> Result<DateTime<Utc>, Cow<'static, str>> {
    let wrong = || Cow::Owned(format!("\"{}\" is no date like 2026-05-31 or 2026-05-31 09:00.", short(raw)));
    if let Ok(at) = raw.parse::<DateTime<Utc>>() {
        return Ok(at);
    }
    let local = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
    let local = local.into_iter().find_map(|format| NaiveDateTime::parse_from_str(raw, format).ok());
    let noon = || raw.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()));
    let local = local.or_else(noon).ok_or_else(wrong)?;
    let at = zone.from_local_datetime(&local).earliest().ok_or("The clocks skip this time in your zone.")?;
    Ok(at.with_timezone(&Utc))
}

/// Entries as a table, a row for each value; entries without values have one. Programs for tables do not take any of it for a formula.
pub fn write(records: &[Record]) -> String {
    let mut out = String::from(
        "recorded_at,type,code,name,value,unit,reference_low,reference_high,interpretation,title,text,author,id,corrects,corrected_by,retracted\r\n",
    );
    for record in records {
        let about = |out: &mut String| {
            let author = record.author_name.as_deref().unwrap_or("patient");
            let id = |id: Option<crate::RecordId>| id.map(|id| id.to_string()).unwrap_or_default();
            let content = &record.content;
            for text in [&content.title, content.text.as_deref().unwrap_or_default(), author] {
                out.push_str(&cell(text));
                out.push(',');
            }
            let (corrects, by) = (id(record.corrects), id(record.corrected_by));
            out.push_str(&format!("{},{corrects},{by},{}\r\n", record.id, record.retracted));
        };
        let head = format!("{},{}", record.recorded_at.format("%Y-%m-%dT%H:%M:%SZ"), record.record_type);
        for one in &record.content.results {
            let end =
                |end: fn(&super::Range) -> Option<f64>| one.reference.as_ref().and_then(end).map(|end| end.to_string()).unwrap_or_default();
            let judged = one.interpretation.map(super::Interpretation::code).unwrap_or_default();
            let (low, high) = (end(|range| range.low), end(|range| range.high));
            out.push_str(&format!(
                "{head},{},{},{},{},{low},{high},{judged},",
                cell(&one.code),
                cell(&one.name),
                one.value,
                cell(&one.unit)
            ));
            about(&mut out);
        }
        if record.content.results.is_empty() {
            out.push_str(&format!("{head},,,,,,,,"));
            about(&mut out);
        }
    }
    out
}

/// A field in quotation marks where it needs them. What would be a formula gets an apostrophe before it, which tables show and do not work
/// out (OWASP, CSV injection).
fn cell(text: &str) -> String {
    let dangerous = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    let text = if dangerous { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', ';', '\'']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().expect("an instant")
    }

    fn import(raw: &str) -> Result<Import, Problems> {
        read(raw, chrono_tz::Europe::Berlin, &Person::default(), now())
    }

    #[test]
    fn rows_of_one_instant_are_one_entry_and_times_follow_the_persons_clock() {
        let table =
            "recorded_at,code,value,unit\n2026-03-01 08:00,8480-6,128,mmHg\n2026-03-01 08:00,8462-4,82,mmHg\n2026-02-28,8867-4,70,\n";
        let read = import(table).expect("a table");
        assert_eq!((read.rows, read.errors.len(), read.groups.len()), (3, 0, 2));
        assert_eq!(read.groups[1].new.recorded_at.to_rfc3339(), "2026-03-01T07:00:00+00:00");
        assert_eq!(read.groups[1].lines, [2, 3]);
    }

    #[test]
    fn what_is_wrong_is_told_row_by_row_and_the_rest_can_be_taken() {
        let table = "date;name;value;unit\n2026-03-01;Pulse;900;\n2026-03-01;Pulse;72,5;\nsoon;Pulse;70;\n2026-03-01;Mood;5;\n2026-03-01;Weight;x;kg\n2027-01-01;Pulse;70;\n";
        let read = import(table).expect("a table");
        assert_eq!(read.errors.iter().map(|error| error.line).collect::<Vec<_>>(), [2, 4, 5, 6, 7]);
        assert!(
            read.errors[0].message.contains("900") && read.errors[2].message.contains("Mood") && read.errors[4].message.contains("future")
        );
        assert_eq!((read.groups.len(), read.groups[0].new.results[0].value), (1, 72.5));
    }

    #[test]
    fn lines_are_counted_alike_whatever_ends_them_and_what_no_longer_counts_is_left_out() {
        for end in ["\n", "\r\n"] {
            let table = ["recorded_at,code,value,corrected_by,retracted", "2026-03-01,8867-4,70,,false", "2026-03-01,8867-4,900,,false"];
            let over = ["2026-03-01,8867-4,71,019b,false", "2026-03-01,8867-4,72,,true"];
            let read = import(&([&table[..], &over[..]].concat().join(end) + end)).expect("a table");
            assert_eq!(read.errors.iter().map(|error| error.line).collect::<Vec<_>>(), [3, 4, 5]);
            assert_eq!(read.groups.len(), 1);
        }
    }

    #[test]
    fn what_is_wrong_only_together_is_told_too() {
        let table = "recorded_at,code,value\n2026-03-01 08:00,8480-6,80\n2026-03-01 08:00,8462-4,120\n";
        let read = import(table).expect("a table");
        assert_eq!((read.groups.len(), read.errors.len()), (0, 2));
    }

    #[test]
    fn what_is_no_table_is_refused_as_a_whole() {
        for raw in ["", "hello", "a,b\n1,2\n", "recorded_at,code,value\n", &"x".repeat(CSV_MAX + 1)] {
            assert!(import(raw).is_err_and(|wrong| wrong.of("csv").is_some()), "{raw:.20}");
        }
        let many = "recorded_at,code,value\n".to_owned() + &"2026-03-01,8867-4,70\n".repeat(ROWS_MAX + 1);
        assert!(import(&many).is_err());
    }

    #[test]
    fn no_field_is_a_formula_to_a_program_for_tables() {
        for (text, written) in [
            ("=1+1", "\"'=1+1\""),
            ("+49 30", "\"'+49 30\""),
            ("-", "\"'-\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            (" =cmd|x", "\"' =cmd|x\""),
            ("\t=1", "\"'\t=1\""),
            ("plain", "plain"),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}

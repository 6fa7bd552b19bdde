//! In which country somebody is, as far as anything tells: it decides which emergency numbers they read.

use crate::page::cookie;
use axum::http::{HeaderMap, header};
use domain::account::Account;

/// Name of the cookie with the country of the city that somebody typed.
pub const COOKIE: &str = "country";
/// How long it is remembered, in seconds: people travel.
pub const REMEMBERED: u32 = 24 * 60 * 60;

/// Name of the cookie in which `page.js` says what the device's clock is set to.
const ZONE_COOKIE: &str = "zone";
/// A country and its time zones a line.
const ZONES: &str = include_str!("country/zones.txt");

/// The country (ISO 3166-1 alpha-2) of the profile, else of the city that was just named, else of the one named before, else of the
/// time zone that the device is set to, else of the language that the browser prefers. None where nothing tells.
///
/// The zone goes before the language: many read English as Americans write it, and phones set their clocks by where they are.
pub fn of(account: Option<&Account>, city: Option<String>, headers: &HeaderMap) -> Option<String> {
    let own = account.and_then(|account| account.country.clone());
    let told = own.or(city).or_else(|| code(cookie(headers, COOKIE)?));
    told.or_else(|| zone(cookie(headers, ZONE_COOKIE)?)).or_else(|| region(headers))
}

/// Two letters, as countries are written.
fn code(raw: &str) -> Option<String> {
    let is_code = raw.len() == 2 && raw.bytes().all(|b| b.is_ascii_alphabetic());
    is_code.then(|| raw.to_ascii_uppercase())
}

/// The country in which a time zone lies.
fn zone(name: &str) -> Option<String> {
    let lines = ZONES.lines().filter(|line| !line.starts_with('#'));
    let mut countries = lines.filter_map(|line| line.split_once(' '));
    countries.find(|(_, zones)| zones.split(' ').any(|zone| zone == name)).map(|(country, _)| country.to_owned())
}

/// The region of the most preferred language (RFC 9110, 12.5.4). Further ones say what somebody can read, not where they are.
fn region(headers: &HeaderMap) -> Option<String> {
    let languages = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let first = languages.split([',', ';']).next()?.trim();
    // The subtag after the language, or after its script: zh-Hant-TW.
    first.split('-').skip(1).find_map(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(language: &'static str, cookie: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(language));
        headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
        headers
    }

    #[test]
    fn the_preferred_language_tells_the_country_where_it_names_one() {
        for (language, country) in [
            ("en-AU,en;q=0.9", Some("AU")),
            ("zh-Hant-TW;q=0.8", Some("TW")),
            ("de, en-US;q=0.7", None),
            ("en", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(of(None, None, &headers(language, "")).as_deref(), country, "{language}");
        }
    }

    #[test]
    fn what_somebody_said_counts_more_than_what_the_browser_says() {
        let known = headers("en-US", "country=au; zone=Europe/Berlin");
        assert_eq!(of(None, None, &known).as_deref(), Some("AU"));
        assert_eq!(of(None, Some("GB".into()), &known).as_deref(), Some("GB"));
        assert_eq!(of(None, None, &headers("en-US", "country=x;")).as_deref(), Some("US"), "nonsense is passed over");
    }

    #[test]
    fn where_the_clock_is_set_counts_more_than_the_language() {
        for (cookie, country) in [("zone=Europe/Berlin", "DE"), ("zone=Asia/Calcutta", "IN"), ("zone=UTC", "US"), ("zone=Europe", "US")] {
            assert_eq!(of(None, None, &headers("en-US", cookie)).as_deref(), Some(country), "{cookie}");
        }
    }

    #[test]
    fn every_zone_lies_in_one_country() {
        let lines = ZONES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
        let mut zones: Vec<&str> = Vec::new();
        for (country, of_it) in lines {
            assert_eq!(code(country).as_deref(), Some(country));
            zones.extend(of_it.split(' '));
        }
        assert!(zones.iter().all(|zone| zone.parse::<chrono_tz::Tz>().is_ok()));
        let count = zones.len();
        zones.sort_unstable();
        zones.dedup();
        assert_eq!(zones.len(), count);
    }
}

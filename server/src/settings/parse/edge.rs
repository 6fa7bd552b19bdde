//! The settings of the server's edges.

use super::Reader;
use crate::client::{Named, Proxies};
use crate::settings::{Limits, Tls};
use service::rate::Rate;
use std::path::PathBuf;
use std::time::Duration;

impl Reader<'_> {
    pub(super) fn proxies(&mut self) -> Proxies {
        let named = match self.layers.get("server", "forwarded-header") {
            "forwarded" => Named::Forwarded,
            "x-forwarded-for" => Named::XForwarded,
            other => {
                self.wrong("server", "forwarded-header", format!("{other:?} is not x-forwarded-for or forwarded"));
                Named::XForwarded
            }
        };
        Proxies { trusted: self.list("server", "trusted-proxies"), named }
    }

    pub(super) fn tls(&mut self) -> Option<Tls> {
        let with_1_2 = match self.layers.get("server", "tls-versions") {
            "1.3" => false,
            "1.2+" => true,
            other => {
                self.wrong("server", "tls-versions", format!("{other:?} is not 1.3 or 1.2+"));
                false
            }
        };
        match (self.layers.get("server", "tls-cert"), self.layers.get("server", "tls-key")) {
            ("", "") => None,
            ("", _) => {
                self.wrong("server", "tls-cert", "a key needs its certificate");
                None
            }
            (_, "") => {
                self.wrong("server", "tls-key", "a certificate needs its key");
                None
            }
            (cert, key) => Some(Tls { cert: PathBuf::from(cert), key: PathBuf::from(key), with_1_2 }),
        }
    }

    pub(super) fn limits(&mut self) -> Limits {
        let mut rate = |key| match read(self.layers.get("limit", key)) {
            Ok(rate) => rate,
            Err(raw) => {
                self.wrong("limit", key, format!("{raw:?} is neither off nor like 100/15m, over at most a day"));
                None
            }
        };
        Limits {
            general: rate("general"),
            register: rate("register"),
            login: rate("login"),
            engine: rate("engine"),
            engine_address: rate("engine-address"),
            upload: rate("upload"),
            booking: rate("booking"),
            booking_address: rate("booking-address"),
            export: rate("export"),
        }
    }
}

/// `100/15m`
fn read(raw: &str) -> Result<Option<Rate>, String> {
    let rate = || {
        let (most, period) = raw.split_once('/')?;
        let unit = match period.chars().last()? {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            _ => return None,
        };
        let count: u64 = period.get(..period.len() - 1)?.parse().ok()?;
        let seconds = count.checked_mul(unit).filter(|s| (1..=86_400).contains(s))?;
        Some(Rate { most: most.parse().ok().filter(|most| *most > 0)?, period: Duration::from_secs(seconds) })
    };
    match raw {
        "off" => Ok(None),
        _ => rate().map(Some).ok_or_else(|| raw.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_in_a_time() {
        for (raw, most, seconds) in [("100/15m", 100, 900), ("1/1s", 1, 1), ("60/24h", 60, 86_400)] {
            assert_eq!(read(raw), Ok(Some(Rate { most, period: Duration::from_secs(seconds) })), "{raw}");
        }
        assert_eq!(read("off"), Ok(None));
        for raw in ["", "100", "0/1m", "1/0s", "1/25h", "1/m", "-1/1m", "1/1d", "1/1é"] {
            assert!(read(raw).is_err(), "{raw}");
        }
    }
}

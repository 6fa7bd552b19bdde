//! Which clinic is nearest to a place.

use domain::doctor::Clinic;

/// The clinic at the smallest great-circle distance from a place in degrees north and east.
pub(super) fn nearest(clinics: &[Clinic], latitude: f64, longitude: f64) -> Option<&Clinic> {
    let far = |clinic: &Clinic| distance((latitude, longitude), (clinic.latitude, clinic.longitude));
    clinics.iter().min_by(|a, b| far(a).total_cmp(&far(b)))
}

/// The central angle between two places in radians (haversine formula), which orders like the distance.
fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half_sine = |x: f64, y: f64| ((y - x).to_radians() / 2.0).sin().powi(2);
    let h = half_sine(a.0, b.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half_sine(a.1, b.1);
    2.0 * h.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ClinicId;
    use uuid::Uuid;

    fn clinic(city: &str, latitude: f64, longitude: f64) -> Clinic {
        let (id, text) = (ClinicId(Uuid::nil()), String::new);
        Clinic { id, name: text(), address: text(), city: city.into(), country: text(), latitude, longitude, zone: chrono_tz::UTC }
    }

    #[test]
    fn a_degree_is_a_hundred_and_eleven_kilometres() {
        let kilometres = distance((52.52, 13.405), (48.137, 11.575)) * 6371.0;
        assert!((kilometres - 504.0).abs() < 3.0, "Berlin to Munich: {kilometres}");
    }

    #[test]
    fn the_date_line_does_not_part_neighbours() {
        let all = [clinic("Suva", -18.14, 178.44), clinic("Honolulu", 21.31, -157.86)];
        assert_eq!(nearest(&all, -18.0, -179.5).map(|c| &*c.city), Some("Suva"));
        assert!(nearest(&[], 0.0, 0.0).is_none());
    }
}

//! Where the demonstration takes place: nine clinics, six cities, five offsets from UTC. The streets exist, the clinics do not.

/// A clinic.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) name: &'static str,
    pub(super) address: &'static str,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
}

/// A city with its clinics and what is usual there.
#[derive(Debug)]
pub(super) struct City {
    pub(super) name: &'static str,
    pub(super) country: &'static str,
    pub(super) zone: chrono_tz::Tz,
    pub(super) currency: &'static str,
    /// Usual fee of half an hour in whole units.
    pub(super) fee: i32,
    pub(super) languages: &'static [&'static str],
    pub(super) schools: &'static [&'static str],
    pub(super) council: &'static str,
    pub(super) clinics: &'static [Place],
}

const fn place(name: &'static str, address: &'static str, latitude: f64, longitude: f64) -> Place {
    Place { name, address, latitude, longitude }
}

pub(super) const CITIES: [City; 6] = [
    City {
        name: "London",
        country: "GB",
        zone: chrono_tz::Europe::London,
        currency: "GBP",
        fee: 95,
        languages: &["en", "hi", "pl", "ur"],
        schools: &["University College London", "King's College London", "University of Edinburgh"],
        council: "General Medical Council",
        clinics: &[
            place("Riverside Health Centre", "48 Bankside", 51.5076, -0.0994),
            place("Camden Lock Clinic", "12 Jamestown Road", 51.5390, -0.1443),
        ],
    },
    City {
        name: "Berlin",
        country: "DE",
        zone: chrono_tz::Europe::Berlin,
        currency: "EUR",
        fee: 80,
        languages: &["de", "en", "tr", "pl"],
        schools: &["Charité – Universitätsmedizin Berlin", "Universität Heidelberg", "LMU München"],
        council: "Ärztekammer Berlin",
        clinics: &[
            place("Praxis am Landwehrkanal", "Paul-Lincke-Ufer 21", 52.4957, 13.4242),
            place("Gesundheitszentrum Prenzlauer Berg", "Kastanienallee 60", 52.5390, 13.4100),
        ],
    },
    City {
        name: "New York",
        country: "US",
        zone: chrono_tz::America::New_York,
        currency: "USD",
        fee: 190,
        languages: &["en", "es", "zh", "ar"],
        schools: &["Columbia University", "Johns Hopkins University", "New York University"],
        council: "New York State Education Department",
        clinics: &[
            place("Hudson Square Medical", "140 Varick Street", 40.7266, -74.0060),
            place("Brooklyn Heights Family Care", "85 Montague Street", 40.6950, -73.9953),
        ],
    },
    City {
        name: "Lisbon",
        country: "PT",
        zone: chrono_tz::Europe::Lisbon,
        currency: "EUR",
        fee: 60,
        languages: &["pt", "en", "es", "fr"],
        schools: &["Universidade de Lisboa", "Universidade de Coimbra", "Universidade do Porto"],
        council: "Ordem dos Médicos",
        clinics: &[place("Clínica da Graça", "Rua da Graça 74", 38.7178, -9.1307)],
    },
    City {
        name: "Dublin",
        country: "IE",
        zone: chrono_tz::Europe::Dublin,
        currency: "EUR",
        fee: 75,
        languages: &["en", "fr", "pt", "uk"],
        schools: &["Trinity College Dublin", "University College Cork", "University of Galway"],
        council: "Irish Medical Council",
        clinics: &[place("Grand Canal Medical Practice", "31 Lower Mount Street", 53.3385, -6.2437)],
    },
    City {
        name: "Sydney",
        country: "AU",
        zone: chrono_tz::Australia::Sydney,
        currency: "AUD",
        fee: 130,
        languages: &["en", "zh", "it", "ja"],
        schools: &["University of Sydney", "Monash University", "University of Melbourne"],
        council: "Australian Health Practitioner Regulation Agency",
        clinics: &[place("Harbour View Medical Centre", "200 Pitt Street", -33.8715, 151.2080)],
    },
];

/// The number of a city's clinic among all of them.
pub(super) fn clinic_number(city: usize, clinic: usize) -> usize {
    CITIES[..city].iter().map(|c| c.clinics.len()).sum::<usize>() + clinic % CITIES[city].clinics.len()
}

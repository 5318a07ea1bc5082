//! The people of the synthetic case: invented, with the identifiers that sources state.

use serde::{Deserialize, Serialize};

use crate::chance::Chance;

/// What a pair of the case is, by construction: two groups with overlapping habits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// Payments are made because of sessions: what the coincidence test looks for.
    Associated,
    /// A family: money near pay-day, calls on Sundays.
    Family,
    /// Members who pay a treasurer, and ring him about other things.
    Treasurer,
    /// A trader paid for goods, talked to in working hours.
    Trader,
    /// Somebody abroad for some weeks, helped with money by those at home.
    Tourist,
    /// A person deceived by an invented partner: bursts of money, many calls.
    Deceived,
    /// A young payer under threat: a burst that ends abruptly.
    Extorted,
    /// A payee who hands on what came: to somebody who collects for several, to a supplier, to a club.
    Forwarded,
}

/// Every population of payers; what is handed on follows from their payments.
pub const POPULATIONS: &[Population] = &[
    Population::Associated,
    Population::Family,
    Population::Treasurer,
    Population::Trader,
    Population::Tourist,
    Population::Deceived,
    Population::Extorted,
];

/// An invented person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Number in the case.
    pub number: u32,
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Phone in E.164, from ranges that exist and are not checked against subscribers.
    pub phone: String,
    /// E-mail in a domain reserved for examples (RFC 2606).
    pub email: String,
    /// Number of an invented document.
    pub document: String,
    /// Account at the call platform.
    pub account: String,
    /// Customer number at the operator.
    pub customer: String,
    /// City.
    pub city: String,
    /// Birth date, ISO 8601; empty where no source states it.
    pub born: String,
    /// Which side of a payment the person stands on.
    pub side: Side,
}

/// Which side of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Pays.
    Payer,
    /// Is paid.
    Payee,
}

const PAYER_GIVEN: &[&str] = &[
    "Aldo",
    "Bruno",
    "Carla",
    "Dario",
    "Elena",
    "Fabio",
    "Gina",
    "Ivo",
    "Lidia",
    "Mario",
    "Nadia",
    "Orlando",
    "Piera",
    "Renzo",
    "Silvia",
    "Tullio",
    "Ugo",
    "Vera",
    "Maria Luisa",
    "Gian Paolo",
];
const PAYER_FAMILY: &[&str] = &[
    "Rossi",
    "Bianchi",
    "De Luca",
    "D'Angelo",
    "Ferri",
    "Galli",
    "Moretti",
    "Nobile",
    "Olivieri",
    "Pace",
    "Riva",
    "Sala",
    "Testa",
    "Valli",
    "Zanetti",
    "Conti",
    "Del Bosco",
    "Della Torre",
];
const PAYEE_GIVEN: &[&str] = &[
    "Ana",
    "Benedicto",
    "Carmela",
    "Dalisay",
    "Ernesto",
    "Felicidad",
    "Gloria",
    "Honorio",
    "Imelda",
    "Jose",
    "Luz",
    "Ma. Teresa",
    "Nestor",
    "Ofelia",
    "Perla",
    "Ramon",
    "Socorro",
    "Tomas",
];
const PAYEE_FAMILY: &[&str] = &[
    "Dela Cruz",
    "De la Peña",
    "Santos",
    "Reyes",
    "Garcia Lopez",
    "Mendoza",
    "Bautista",
    "Villanueva",
    "Aquino",
    "Navarro",
    "Salazar",
    "Ocampo",
    "Del Rosario",
    "Tolentino",
    "Pascual",
    "Macaraeg",
];
const PAYER_CITIES: &[&str] = &["Milano", "Monza", "Lodi", "Pavia", "Como"];
const PAYEE_CITIES: &[&str] = &["Cebu", "Iligan", "Davao", "Angeles", "Baguio"];

/// Invents a person.
pub(crate) fn person(number: u32, side: Side, chance: &mut Chance) -> Person {
    let (given, family, cities) = match side {
        Side::Payer => (PAYER_GIVEN, PAYER_FAMILY, PAYER_CITIES),
        Side::Payee => (PAYEE_GIVEN, PAYEE_FAMILY, PAYEE_CITIES),
    };
    let serial = i64::from(number);
    let phone = match side {
        Side::Payer => format!("+39347{:07}", serial % 10_000_000),
        Side::Payee => format!("+63917{:07}", serial % 10_000_000),
    };
    let letter = if side == Side::Payer { 'P' } else { 'R' };
    Person {
        number,
        given: chance.pick(given).to_owned(),
        family: chance.pick(family).to_owned(),
        phone,
        email: format!("{}{number}@example.org", letter.to_ascii_lowercase()),
        document: format!("{letter}D{number:08}"),
        account: format!("{letter}{}", 700_000_000 + u64::from(number)),
        customer: format!("{letter}{number:07}"),
        city: chance.pick(cities).to_owned(),
        born: String::new(),
        side,
    }
}

impl Person {
    /// Given and family name as most sources print them.
    pub fn name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// The name as a careless source prints it: capitals, no accents, at most 35 characters.
    pub fn name_in_capitals(&self) -> String {
        let plain = self.name().replace('ñ', "n").to_uppercase();
        plain.chars().take(35).collect()
    }
}

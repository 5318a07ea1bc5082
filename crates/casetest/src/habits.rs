//! How each population of the synthetic case pays and calls. Amounts and rhythms overlap on purpose.

use crate::chance::Chance;
use crate::people::Population;

/// The habits of a population.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habit {
    /// Name, also of its stream of chance.
    pub(crate) name: &'static str,
    /// Payers of this population for each payer of the associated one.
    pub(crate) share: f64,
    /// Payers who pay the same person.
    pub(crate) payers_per_payee: u32,
    /// Day of the month near which money is sent, where there is one.
    pub(crate) pay_day: Option<i64>,
    /// Payments near each pay-day, on average.
    pub(crate) monthly: f64,
    /// Fewest and most payments, where there is no pay-day; `None` follows the published counts.
    pub(crate) payments_range: Option<(i64, i64)>,
    /// Days between payments, on average, where there is no pay-day.
    pub(crate) gap_days: f64,
    /// Whether money is sent on working days only.
    pub(crate) working_days: bool,
    /// Shortest stretch of days the payments spread over.
    pub(crate) span_days_min: i64,
    /// Median amount in euros.
    pub(crate) amount: f64,
    /// Spread of amounts (standard deviation of the logarithm).
    pub(crate) amount_spread: f64,
    /// Hour of payments.
    pub(crate) payment_hour: f64,
    /// Hour of calls.
    pub(crate) call_hour: f64,
    /// Calls on a Sunday.
    pub(crate) sunday_calls: f64,
    /// Calls on another day.
    pub(crate) weekday_calls: f64,
    /// Whether calls go on all year, or only around the payments.
    pub(crate) all_year: bool,
}

const BASE: Habit = Habit {
    name: "",
    share: 0.5,
    payers_per_payee: 1,
    pay_day: None,
    monthly: 0.0,
    payments_range: None,
    gap_days: 14.0,
    working_days: false,
    span_days_min: 1,
    amount: 90.0,
    amount_spread: 0.7,
    payment_hour: 17.0,
    call_hour: 20.5,
    sunday_calls: 0.08,
    weekday_calls: 0.05,
    all_year: true,
};

const FAMILY: Habit = Habit {
    name: "family",
    share: 1.2,
    payers_per_payee: 2,
    pay_day: Some(28),
    monthly: 1.3,
    amount: 110.0,
    sunday_calls: 0.7,
    weekday_calls: 0.1,
    ..BASE
};

const TREASURER: Habit = Habit {
    name: "treasurer",
    share: 0.5,
    payers_per_payee: 12,
    pay_day: Some(10),
    monthly: 0.9,
    amount: 45.0,
    amount_spread: 0.5,
    ..BASE
};

const TRADER: Habit = Habit {
    name: "trader",
    share: 0.4,
    payers_per_payee: 5,
    payments_range: Some((8, 40)),
    gap_days: 9.0,
    working_days: true,
    amount: 130.0,
    payment_hour: 11.0,
    call_hour: 11.0,
    sunday_calls: 0.01,
    weekday_calls: 0.12,
    ..BASE
};

const TOURIST: Habit = Habit {
    name: "tourist",
    share: 0.3,
    payers_per_payee: 3,
    payments_range: Some((2, 8)),
    gap_days: 5.0,
    span_days_min: 10,
    amount: 120.0,
    all_year: false,
    sunday_calls: 0.4,
    weekday_calls: 0.25,
    ..BASE
};

const DECEIVED: Habit = Habit {
    name: "deceived",
    share: 0.3,
    payers_per_payee: 4,
    payments_range: Some((5, 30)),
    gap_days: 4.0,
    span_days_min: 30,
    amount: 150.0,
    all_year: false,
    sunday_calls: 0.6,
    weekday_calls: 0.5,
    ..BASE
};

const EXTORTED: Habit = Habit {
    name: "extorted",
    share: 0.1,
    payments_range: Some((2, 7)),
    gap_days: 0.4,
    amount: 70.0,
    all_year: false,
    ..BASE
};

/// The habits of a population.
pub(crate) fn of(population: Population) -> Habit {
    match population {
        Population::Associated => {
            Habit { name: "associated", share: 1.0, payers_per_payee: 3, amount: 80.0, ..BASE }
        }
        Population::Family => FAMILY,
        Population::Treasurer => TREASURER,
        Population::Trader => TRADER,
        Population::Tourist => TOURIST,
        Population::Deceived => DECEIVED,
        Population::Extorted => EXTORTED,
        Population::Forwarded => Habit { name: "forwarded", ..BASE },
    }
}

impl Habit {
    /// How many payments a payer of this population makes in the year.
    pub(crate) fn payments(&self, chance: &mut Chance) -> i64 {
        match self.payments_range {
            Some((low, high)) => chance.between(low, high),
            None => count_of_published_shape(chance.normal()),
        }
    }

    /// The usual amount of one payer, in euros.
    pub(crate) fn amount(&self, chance: &mut Chance) -> f64 {
        self.amount * (self.amount_spread * chance.normal()).exp()
    }
}

/// One payment around the usual amount, in cents; some are round.
pub(crate) fn amount_around(base: f64, chance: &mut Chance) -> i64 {
    let euros = (base * (0.3 * chance.normal()).exp()).clamp(15.0, 900.0);
    #[expect(clippy::cast_possible_truncation, reason = "at most 90,000")]
    let cents = (euros * 100.0) as i64;
    if chance.happens(0.6) { (cents + 250) / 500 * 500 } else { cents }
}

/// The published concentration of payments: `max(1, round(exp(0.38 + 1.92 z)))`.
pub(crate) fn count_of_published_shape(z: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "z of a normal number stays far below 2^53"
    )]
    let count = (0.38 + 1.92 * z).exp().round() as i64;
    count.max(1)
}

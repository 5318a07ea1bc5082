//! The house's row of a table as measurements of the question's validity.

use model::card::Measure;

use super::Table;
use super::measures::Counted;
use crate::questions::coincidence::card::CARD;
use crate::validity::{BASE_RATES, precision_at};

impl Table {
    /// What the house's own statistic and null model reach on `data`; nothing where it has no row.
    pub fn validity(&self, data: &str) -> Vec<Measure> {
        let Some(house) = self.rows.first() else { return Vec::new() };
        let plain = |measure: &str, value: f64| told(data, measure, value, None);
        let share = |measure: &str, counted: Counted| {
            told(data, measure, counted.share(), Some(counted.interval()))
        };
        let mut measures = vec![
            plain("AUC", house.auc),
            share("found at .05", house.true_05),
            share("found at .01", house.true_01),
            share("false alarms at .05", house.false_05),
            share("false alarms at .01", house.false_01),
            plain("false share after Benjamini–Hochberg at .05", house.false_share),
            plain("largest distance of p from an even spread", house.distance),
        ];
        measures.extend(BASE_RATES.map(|rate| {
            let (low, high) = house.false_01.interval();
            let precision = |alarms| precision_at(rate, house.true_01.share(), alarms);
            let ends = (precision(high), precision(low));
            let name = format!("precision at .01 where one in {rate} is own");
            told(data, &name, precision(house.false_01.share()), Some(ends))
        }));
        measures
    }
}

fn told(data: &str, measure: &str, value: f64, ends: Option<(f64, f64)>) -> Measure {
    Measure {
        question: CARD.code.to_owned(),
        version: CARD.version,
        data: data.to_owned(),
        measure: measure.to_owned(),
        value,
        low: ends.map(|ends| ends.0),
        high: ends.map(|ends| ends.1),
    }
}

//! Whether a file writes day or month first: decided from all its dates together, or not at all.
//!
//! A value above 12 can only be a day. Where no value decides and the dates are known to stand in
//! the order of time, the one order in which they do so decides. Anything else stays open, and the
//! dates are refused until a person says which it is.

use model::time::DateOrder;

/// A numeric date before it is known which part is which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateParts {
    /// The three numbers as written.
    pub(crate) numbers: [i64; 3],
    /// Whether the first is a year of four digits.
    pub(crate) year_first: bool,
}

/// What the parts of a date are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Day, month, year.
    DayMonthYear,
    /// Month, day, year.
    MonthDayYear,
    /// Year of two digits, month, day.
    YearMonthDay,
}

const ORDERS: [Order; 3] = [Order::DayMonthYear, Order::MonthDayYear, Order::YearMonthDay];

impl DateParts {
    /// Year, month and day; `None` where the order is needed and not known.
    pub(crate) fn resolve(self, order: Option<Order>) -> Option<[i64; 3]> {
        let [first, second, third] = self.numbers;
        if self.year_first {
            return Some(self.numbers);
        }
        let order = match order {
            Some(order) => order,
            None if first > 12 => Order::DayMonthYear,
            None if second > 12 => Order::MonthDayYear,
            None if first == second => Order::DayMonthYear,
            None => return None,
        };
        Some(match order {
            Order::DayMonthYear => [full_year(third), second, first],
            Order::MonthDayYear => [full_year(third), first, second],
            Order::YearMonthDay => [full_year(first), second, third],
        })
    }
}

/// POSIX strptime `%y`: 69 to 99 are the last century.
fn full_year(year: i64) -> i64 {
    match year {
        0..=68 => year + 2000,
        69..=99 => year + 1900,
        _ => year,
    }
}

/// Whether the dates of a file stand in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sequence {
    /// They do: messages of a chat.
    Ascending,
    /// They need not: files of a list.
    Any,
}

/// Takes in every date of a file, then decides.
#[derive(Debug)]
pub(crate) struct OrderVotes {
    sequence: Sequence,
    dates: u64,
    /// For each of the orders: the date before, dates that cannot be, steps back in time.
    last: [[i64; 3]; 3],
    impossible: [u64; 3],
    back: [u64; 3],
}

impl OrderVotes {
    pub(crate) fn new(sequence: Sequence) -> Self {
        Self { sequence, dates: 0, last: [[0; 3]; 3], impossible: [0; 3], back: [0; 3] }
    }

    /// Takes in a date.
    pub(crate) fn see(&mut self, parts: DateParts) {
        if parts.year_first {
            return;
        }
        self.dates += 1;
        let counters = self.last.iter_mut().zip(&mut self.impossible).zip(&mut self.back);
        for (order, ((last, impossible), back)) in ORDERS.into_iter().zip(counters) {
            let Some(date) = parts.resolve(Some(order)) else { continue };
            let [_, month, day] = date;
            *impossible += u64::from(!(1..=12).contains(&month) || !(1..=31).contains(&day));
            *back += u64::from(date < *last);
            *last = date;
        }
    }

    /// The order of the file: as a person set it, else as its dates decide, else none.
    pub(crate) fn decide(&self, set: Option<DateOrder>) -> Option<Order> {
        match set {
            Some(DateOrder::DayFirst) => return Some(Order::DayMonthYear),
            Some(DateOrder::MonthFirst) => return Some(Order::MonthDayYear),
            Some(DateOrder::YearFirst) => return Some(Order::YearMonthDay),
            Some(DateOrder::Unknown) | None => {}
        }
        let [day, month, year] = self.impossible;
        let [day_back, month_back, year_back] = self.back;
        let ascending = self.sequence == Sequence::Ascending;
        match (day == 0, month == 0) {
            (false, false) if year == 0 && ascending && year_back == 0 => Some(Order::YearMonthDay),
            (false, false) => None,
            // A year written first and short looks like a day far from its neighbours.
            (true, false) if ascending && day_back > 0 && year == 0 && year_back == 0 => {
                Some(Order::YearMonthDay)
            }
            (true, false) => Some(Order::DayMonthYear),
            (false, true) => Some(Order::MonthDayYear),
            (true, true) if !ascending => None,
            (true, true) => match (day_back == 0, month_back == 0) {
                (true, false) => Some(Order::DayMonthYear),
                (false, true) => Some(Order::MonthDayYear),
                _ => None,
            },
        }
    }

    /// Whether the file holds dates that need an order.
    pub(crate) fn is_needed(&self) -> bool {
        self.dates > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(sequence: Sequence, dates: &[[i64; 3]]) -> Option<Order> {
        let mut votes = OrderVotes::new(sequence);
        for numbers in dates {
            votes.see(DateParts { numbers: *numbers, year_first: false });
        }
        votes.decide(None)
    }

    #[test]
    fn a_value_above_twelve_decides_for_the_whole_file() {
        use Sequence::{Any, Ascending};
        assert_eq!(decide(Any, &[[1, 2, 24], [13, 2, 24]]), Some(Order::DayMonthYear));
        assert_eq!(decide(Ascending, &[[1, 2, 24], [1, 20, 24]]), Some(Order::MonthDayYear));
        assert_eq!(decide(Any, &[[1, 2, 24], [3, 4, 24]]), None);
    }

    #[test]
    fn the_order_of_time_decides_only_where_one_reading_has_it() {
        use Sequence::Ascending;
        assert_eq!(decide(Ascending, &[[3, 1, 24], [1, 2, 24]]), Some(Order::DayMonthYear));
        assert_eq!(decide(Ascending, &[[1, 3, 24], [2, 1, 24]]), Some(Order::MonthDayYear));
        assert_eq!(decide(Ascending, &[[1, 2, 24], [2, 2, 24]]), None);
        assert_eq!(decide(Ascending, &[[3, 1, 24], [1, 2, 24], [1, 1, 24]]), None);
    }

    #[test]
    fn a_short_year_may_come_first() {
        let dates = [[23, 12, 30], [24, 1, 2], [24, 1, 15]];
        assert_eq!(decide(Sequence::Ascending, &dates), Some(Order::YearMonthDay));
        let dates = [[30, 12, 21], [31, 12, 21], [1, 1, 22]];
        assert_eq!(decide(Sequence::Ascending, &dates), Some(Order::DayMonthYear));
    }

    #[test]
    fn what_contradicts_itself_stays_open() {
        assert_eq!(decide(Sequence::Ascending, &[[13, 1, 40], [1, 13, 40]]), None);
    }
}

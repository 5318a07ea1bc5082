//! What must hold of the test whatever the data: level under independent rhythms, exactness,
//! invariance, determinism.

mod case;
mod rounds;
mod targets;

use jiff::civil::Weekday;
use proptest::prelude::*;

use super::bench::rhythms::Rhythm;
use super::days::{Calendar, DAY_US, DayRules};
use super::placement::{Placed, Scene, ring, shift};
use super::reading::{HOUR_US, Happening, Reading};
use super::standing::Standing;
use super::trial::{DRAWS_MIN, EXCEEDANCES_STOP, Method, Plan, Stop, Trial, run};
use crate::statistics::permuted_sum::{Dice, Draws};
use crate::statistics::quantile::distance_from_even;
use crate::windows::{Span, Windows};

const READINGS: [Reading; 3] = {
    use super::reading::Needs::{AnyTime, ClockTime};
    let hour = HOUR_US;
    [
        Reading { name: "near", before_us: 24 * hour, after_us: 2 * hour, needs: AnyTime },
        Reading { name: "hour", before_us: hour, after_us: hour, needs: ClockTime },
        Reading { name: "inside", before_us: 0, after_us: 0, needs: ClockTime },
    ]
};

/// Payments and sessions over some weeks from a Monday.
#[derive(Debug, Clone)]
struct World {
    weeks: i64,
    payments: Vec<Happening>,
    sessions: Vec<Span>,
}

impl World {
    fn trial(&self, draws_max: u64, stream: u64) -> Trial {
        self.shifted(0, Plan::new(draws_max, 11, stream))
    }

    /// The same, everything `weeks` later.
    fn shifted(&self, weeks: i64, plan: Plan) -> Trial {
        let by = weeks * 7 * DAY_US;
        let moved = |s: &Span| Span { from_us: s.from_us + by, until_us: s.until_us + by };
        let payments: Vec<Happening> =
            self.payments.iter().map(|p| p.moved_to(p.middle_us() + by)).collect();
        let sessions: Vec<Span> = self.sessions.iter().map(moved).collect();
        let span = moved(&self.span());
        let calendar = Calendar::new("UTC", span, DayRules::default());
        let window = Windows::from(span);
        run(scene(&calendar, &payments, &sessions, &window), plan).unwrap()
    }

    fn span(&self) -> Span {
        Span { from_us: 4 * DAY_US, until_us: (4 + self.weeks * 7) * DAY_US }
    }
}

fn scene<'a>(
    calendar: &'a Calendar,
    payments: &'a [Happening],
    sessions: &'a [Span],
    window: &'a Windows,
) -> Scene<'a> {
    Scene { calendar, readings: &READINGS, payments, sessions, window }
}

/// Two people with strong, shared hours and weekdays who have nothing to do with each other.
fn rhythmic(weeks: u32, payments: u32, calls: u32, seed: u64) -> World {
    let streams = Rhythm { weeks, payments, calls }.streams(seed, 0);
    World { weeks: i64::from(weeks), payments: streams.payments, sessions: streams.sessions }
}

#[test]
fn two_independent_people_with_one_rhythm_are_not_called_associated() {
    for (weeks, payments, calls) in [(26, 30, 40), (4, 14, 14), (52, 60, 90)] {
        let p: Vec<f64> =
            (0..250).map(|i| rhythmic(weeks, payments, calls, 1_000 + i).trial(999, i).p).collect();
        let below = p.iter().filter(|p| **p <= 0.05).count();
        // 250 tests at .05: 95 % of the time at most 19.
        assert!(below <= 19, "{weeks} weeks: {below} of 250 at .05");
    }
}

#[test]
fn p_is_even_where_nothing_joins_the_two() {
    let p: Vec<f64> = (0..300).map(|i| rhythmic(52, 60, 90, 5_000 + i).trial(999, i).p).collect();
    let (distance, p_even) = distance_from_even(&p).unwrap();
    assert!(distance < 0.09 && p_even > 0.01, "{distance} {p_even}");
}

/// The definition of a permutation test: were each arrangement the observed one, then at most a
/// share α of them would have p ≤ α, for every α.
#[test]
fn p_is_exact_over_every_arrangement() {
    let mut world = rhythmic(2, 3, 9, 21);
    let weekdays: Vec<i64> = (0..14).filter(|day| day % 7 < 5).map(|day| 4 + day).collect();
    let clocks = [9, 18, 19].map(|hour| hour * HOUR_US);
    let mut p = Vec::new();
    for &a in &weekdays {
        for &b in &weekdays {
            for &c in weekdays.iter().filter(|c| a != b && **c != a && **c != b) {
                let laid = [a, b, c].into_iter().zip(clocks);
                world.payments =
                    laid.map(|(day, clock)| Happening::at(day * DAY_US + clock)).collect();
                world.payments.sort_unstable();
                let trial = world.trial(9_999, 0);
                assert_eq!((trial.method, trial.draws), (Method::Exact, 720));
                p.push(trial.p);
            }
        }
    }
    p.sort_by(f64::total_cmp);
    assert_eq!(p.len(), 720);
    for (rank, value) in (1..=720_u32).zip(&p) {
        // Reached with equality, so that p is not too large either.
        let upto = p.partition_point(|other| other <= value);
        assert!((value - upto as f64 / 720.0).abs() < 1e-9, "rank {rank}: {value}");
    }
    assert!(p[0] < 0.05, "the test can find something: {}", p[0]);
}

#[test]
fn payments_beside_sessions_are_found() {
    let mut world = rhythmic(26, 30, 40, 77);
    for (payment, session) in world.payments.iter_mut().zip(&world.sessions).step_by(2) {
        *payment = Happening::at(session.from_us - HOUR_US / 3);
    }
    world.payments.sort_unstable();
    let trial = world.trial(9_999, 0);
    assert!(trial.p < 0.001, "{}", trial.p);
    assert!(trial.readings[..2].iter().all(|reading| reading.p_alone < 0.01), "{trial:?}");
}

#[test]
fn equal_heights_are_told_apart_and_never_to_a_larger_p() {
    for seed in 0..40 {
        let world = rhythmic(6, 12, 12, seed);
        let calendar = Calendar::new("UTC", world.span(), DayRules::default());
        let window = Windows::from(world.span());
        let placed =
            Placed::new(scene(&calendar, &world.payments, &world.sessions, &window)).unwrap();
        let standing = Standing::of(&placed, READINGS.len());
        let Some(reach) = standing.reach(&placed) else { continue };
        assert!(reach.holds(placed.table.observed()), "an arrangement reaches itself");
        let mut draws = Draws::new(&placed.table, Dice::new(3, seed));
        for _ in 0..200 {
            let sum = draws.draw();
            let highest = standing.highest(sum);
            let own = standing.score.unwrap();
            assert!(!reach.holds(sum) || highest >= own - 1e-6, "{highest} {own}");
            assert!(reach.holds(sum) || highest <= own + 1e-6, "{highest} {own}");
        }
    }
}

#[test]
fn drawing_stops_once_p_is_clearly_large_and_says_so() {
    // Nothing joins the two: by far most permutations reach what was observed.
    let quick = (0..20).map(|seed| rhythmic(26, 30, 40, seed).trial(9_999, 0));
    let quick: Vec<Trial> = quick.filter(|trial| trial.p > 0.15).collect();
    assert!(quick.len() > 10);
    for trial in quick {
        assert_eq!((trial.method, trial.draws), (Method::StoppedEarly, DRAWS_MIN));
        assert!(trial.p * 1_000.0 >= (1 + EXCEEDANCES_STOP) as f64 - 1e-9);
    }
    // Between: drawing goes on to the hundredth that reaches it, and p is the plain share.
    let between = (0..60).map(|seed| (seed, rhythmic(26, 30, 40, seed).trial(9_999, 0)));
    let between: Vec<(u64, Trial)> =
        between.filter(|(_, t)| t.method == Method::StoppedEarly && t.draws > DRAWS_MIN).collect();
    assert!(!between.is_empty());
    for (seed, trial) in between {
        assert!((trial.p - EXCEEDANCES_STOP as f64 / trial.draws as f64).abs() < 1e-12);
        let plan = Plan { stop: Stop::AtR, ..Plan::new(9_999, 11, 0) };
        let whole = rhythmic(26, 30, 40, seed).shifted(0, plan);
        assert_eq!((whole.method, whole.draws), (Method::MonteCarlo, 9_999));
        assert!((trial.p / whole.p - 1.0).abs() < 0.45, "{} for {}", trial.p, whole.p);
    }
}

#[test]
fn a_reading_that_few_draws_reached_has_no_p_of_zero() {
    let trials = (0..300).map(|seed| rhythmic(26, 14, 40, seed).trial(9_999, 0));
    let stopped = trials.filter(|t| t.method == Method::StoppedEarly && t.draws > DRAWS_MIN);
    let mut fewer = 0;
    for trial in stopped {
        for reading in &trial.readings {
            assert!(reading.p_alone >= 1.0 / (trial.draws + 1) as f64, "{reading:?}");
            fewer += u32::from(reading.p_alone < EXCEEDANCES_STOP as f64 / trial.draws as f64);
        }
    }
    assert!(fewer > 0, "no reading was reached less often than all of them together");
}

#[test]
fn shifts_read_off_the_table_equal_shifts_counted_one_by_one() {
    let holidays = ["1970-01-20".to_owned(), "1970-02-11".to_owned()];
    for (seed, weeks) in [(1, 3), (2, 8), (3, 20), (4, 30)] {
        let world = rhythmic(weeks, 20, 25, seed);
        let rules = DayRules { pay_days: &[5, 27], holidays: &holidays };
        let calendar = Calendar::new("Europe/Rome", world.span(), rules);
        let window = Windows::from(world.span());
        let scene = scene(&calendar, &world.payments, &world.sessions, &window);
        let placed = Placed::new(scene).unwrap();
        let (ring, step) = ring(&placed.strata);
        let shifts = placed.shifts(scene);
        assert_eq!(shifts.days, step);
        assert_eq!(shifts.sums.len(), ring.len() / shifts.days - 1);
        for (sum, by) in shifts.sums.iter().zip((shifts.days..).step_by(shifts.days)) {
            let moved = world.payments.iter().map(|paid| shift(&calendar, *paid, &ring, by));
            let near = |reading: &Reading| {
                let near = reading.near(&world.sessions);
                moved.clone().filter(|paid| near.contains(paid.middle_us())).count() as u64
            };
            let counted: Vec<u64> = READINGS.iter().map(near).collect();
            let read: Vec<u64> = (0..READINGS.len()).map(|at| sum.get(at)).collect();
            assert_eq!(read, counted, "seed {seed}, {by} days");
        }
    }
}

#[test]
fn one_more_payment_beside_a_session_never_weakens_the_count() {
    let world = rhythmic(12, 20, 25, 9);
    let before = world.trial(999, 0);
    let mut more = world.clone();
    more.payments.push(Happening::at(world.sessions[3].from_us));
    more.payments.sort_unstable();
    let after = more.trial(999, 0);
    for (old, new) in before.readings.iter().zip(&after.readings) {
        assert!((new.observed - old.observed - 1.0).abs() < 1e-9);
        assert!(new.expected >= old.expected);
    }
}

#[test]
fn enumeration_and_drawing_agree() {
    let mut world = rhythmic(2, 3, 6, 21);
    world.payments.truncate(3);
    let exact = world.trial(1_000_000, 0);
    assert_eq!(exact.method, Method::Exact);
    let drawn = world.trial(20, 0);
    assert!(exact.draws > 20 && drawn.method != Method::Exact);
    let p: Vec<f64> = (0..400).map(|stream| world.trial(200, stream).p).collect();
    let mean = p.iter().sum::<f64>() / 400.0;
    assert!((mean - exact.p).abs() < 0.03, "{mean} for {}", exact.p);
}

#[test]
fn a_permutation_keeps_clock_times_and_the_count_of_every_stratum() {
    let world = rhythmic(10, 25, 25, 5);
    let span = Span { from_us: 4 * DAY_US, until_us: 74 * DAY_US };
    let calendar = Calendar::new("UTC", span, DayRules::default());
    let window = Windows::from(span);
    let scene = scene(&calendar, &world.payments, &world.sessions, &window);
    let placed = Placed::new(scene).unwrap();
    let mut draws = Draws::new(&placed.table, Dice::new(1, 1));
    let facts = |middles: &[i64]| {
        let mut clocks: Vec<i64> = middles.iter().map(|at| at.rem_euclid(DAY_US)).collect();
        clocks.sort_unstable();
        let weekend = |at: &&i64| {
            let day = calendar.days()[calendar.day_of(**at).unwrap()].date.weekday();
            matches!(day, Weekday::Saturday | Weekday::Sunday)
        };
        (clocks, middles.iter().filter(weekend).count())
    };
    let own: Vec<i64> = world.payments.iter().map(|p| p.middle_us()).collect();
    for _ in 0..20 {
        draws.draw();
        let moved = placed.laid(scene, &draws);
        assert_eq!(facts(&moved), facts(&own));
        assert_ne!(moved, own);
    }
}

#[test]
fn a_payment_known_to_the_day_counts_by_its_share_and_only_in_the_first_reading() {
    let mut world = rhythmic(8, 12, 12, 8);
    let day = 9 * DAY_US;
    world.payments.push(Happening { earliest_us: day, latest_us: day + DAY_US - 1 });
    world.sessions = vec![Span { from_us: day + 6 * HOUR_US, until_us: day + 7 * HOUR_US }];
    world.payments.retain(|p| p.latest_us - p.earliest_us > HOUR_US);
    let trial = world.trial(999, 0);
    // From midnight to two hours after the session's end at seven: 9 of 24 hours.
    assert!((trial.readings[0].observed - 9.0 / 24.0).abs() < 0.01);
    assert_eq!((trial.readings[0].n, trial.readings[1].n), (1, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn p_is_a_probability(seed in 0u64..1_000, payments in 1u32..14, calls in 1u32..14) {
        let trial = rhythmic(6, payments, calls, seed).trial(299, 1);
        prop_assert!(trial.p > 0.0 && trial.p <= 1.0);
        prop_assert!(trial.p_least <= trial.p);
        for reading in &trial.readings {
            prop_assert!(reading.p_alone > 0.0 && reading.p_alone <= 1.0);
            prop_assert!(reading.band95.0 <= reading.band95.1);
        }
        if let Some((p, _)) = trial.p_shift {
            prop_assert!(p > 0.0 && p <= 1.0);
        }
        prop_assert!(trial.p_scattered > 0.0 && trial.p_scattered <= 1.0);
    }

    #[test]
    fn moving_everything_by_whole_weeks_changes_nothing(
        seed in 0u64..1_000, weeks in 1i64..300, payments in 3u32..30, calls in 3u32..30,
    ) {
        let world = rhythmic(8, payments, calls, seed);
        prop_assert_eq!(world.trial(499, 4), world.shifted(weeks, Plan::new(499, 11, 4)));
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes(seed in 0u64..1_000) {
        let world = rhythmic(8, 15, 20, seed);
        let told = |plan| format!("{:?}", world.shifted(0, plan));
        prop_assert_eq!(told(Plan::new(499, 5, 4)), told(Plan::new(499, 5, 4)));
    }
}

#[test]
fn another_seed_or_stream_gives_other_draws() {
    let world = rhythmic(26, 30, 40, 1);
    let histogram = |seed, stream| world.shifted(0, Plan::new(999, seed, stream)).histogram;
    assert_ne!(histogram(5, 4), histogram(6, 4));
    assert_ne!(histogram(5, 4), histogram(5, 5));
}

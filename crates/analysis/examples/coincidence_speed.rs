//! Times the workload of the speed goal: `cargo run -p tutela-analysis --example
//! coincidence_speed [pairs]`.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]

use std::time::Instant;

use tutela_analysis::questions::coincidence::bench::speed::{Load, run};

fn main() {
    let pairs = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let load = Load { pairs, ..Load::default() };
    let start = Instant::now();
    let done = run(load, 7);
    let spent = start.elapsed().as_secs_f64();
    println!("{load:?}");
    println!("{done:?} in {spent:.2} s");
}

//! Times the workload of the speed goal, with the early stop and without: `cargo run --release -p
//! tutela-analysis --example coincidence_speed [pairs]`.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]

use std::time::Instant;

use casetest::usage::processor_s;
use tutela_analysis::questions::coincidence::bench::speed::{Load, run};
use tutela_analysis::questions::coincidence::trial::Stop;

fn main() {
    let pairs = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000);
    for stop in [Stop::Early, Stop::AtR] {
        let load = Load { pairs, stop, ..Load::default() };
        let (start, busy) = (Instant::now(), processor_s());
        let done = run(load, 7);
        let (wall, cpu) = (start.elapsed().as_secs_f64(), processor_s() - busy);
        let rate = done.draws as f64 / cpu / 1e6;
        println!(
            "{load:?}\n  {done:?}\n  {wall:.2} s wall, {cpu:.2} s CPU, {rate:.2} M draws/CPU s"
        );
        println!("  {:.1} M cells/CPU s", done.cells as f64 / cpu / 1e6);
    }
}

//! One long return, for measurements: rows in the layout of `mto-a`, as many as asked for.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::sources::transfers::MTO_A;

/// The header of the return.
pub fn header() -> String {
    MTO_A.join(",")
}

/// Writes a return of `rows` transfers and gives its length in bytes. The same seed and number give
/// the same bytes.
pub fn transfers(seed: u64, rows: u64, path: &Path) -> std::io::Result<u64> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(out, "{}", header())?;
    let mut state = seed.max(1);
    for row in 0..rows {
        // Marsaglia 2003, xorshift64.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let (payer, payee) = (state % 400_000, (state >> 20) % 300_000);
        let (day, hour, minute) = (row * 28 / rows.max(1) + 1, (state >> 40) % 24, row % 60);
        let month = (row * 336 / rows.max(1)) % 12 + 1;
        writeln!(
            out,
            "B{row:09},{month:02}/{day:02}/2026,{hour:02}:{minute:02}:07,\
             {month:02}/{day:02}/2026,23:{minute:02}:09,\
             Persona {payer},+39347{payer:07},Passport,YB{payer:07},\
             \"Via Esempio {}, interno 2\",Milano,\
             Person {payee},+63917{payee:07},Cebu,PH,{}.{:02},EUR,4.90,{}.00,PHP,Paid,\
             IT-0417,PH-2209",
            payer % 90 + 1,
            state % 400 + 20,
            state % 100,
            state % 20_000 + 800,
        )?;
    }
    out.flush()?;
    Ok(std::fs::metadata(path)?.len())
}

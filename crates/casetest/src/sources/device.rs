//! What a device examination writes: a body file and a list of digests, no content.

use std::io::Write;
use std::path::Path;

use super::out;
use crate::calendar::instant_s;
use crate::chance::Chance;

/// Files on the invented device.
const FILES: u32 = 400;

/// Writes a body file (The Sleuth Kit 3.x) with some deleted files and some unknown times.
pub(crate) fn body_file(seed: u64, folder: &Path) -> std::io::Result<u64> {
    let mut chance = Chance::new(seed, "device");
    let mut out = out(folder, "device.body")?;
    for number in 0..FILES {
        let made = instant_s(chance.between(0, 300), chance.between(0, 86_399));
        let deleted = if number % 29 == 7 { " (deleted)" } else { "" };
        let accessed = if number % 11 == 3 { 0 } else { made + chance.between(0, 900_000) };
        writeln!(
            out,
            "0|/data/files/item-{number:04}.bin{deleted}|{}-128-1|r/rrwxr-xr-x|0|0|{}|{accessed}|{made}|{made}|{made}",
            4_000 + number,
            chance.between(200, 9_000_000),
        )?;
    }
    out.flush()?;
    Ok(u64::from(FILES))
}

/// Writes digests in the format of hashdeep.
pub(crate) fn digests(seed: u64, folder: &Path) -> std::io::Result<u64> {
    let mut chance = Chance::new(seed, "digests");
    let mut out = out(folder, "device.hashdeep.txt")?;
    writeln!(out, "%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## Invoked from: /data\n##")?;
    for number in 0..FILES / 4 {
        let mut hex = |count: usize| -> String {
            (0..count)
                .map(|_| {
                    char::from_digit(u32::try_from(chance.between(0, 15)).unwrap_or(0), 16)
                        .unwrap_or('0')
                })
                .collect()
        };
        let (md5, sha256) = (hex(32), hex(64));
        writeln!(out, "{},{md5},{sha256},/data/files/item-{number:04}.bin", 1_000 + number)?;
    }
    out.flush()?;
    Ok(u64::from(FILES / 4))
}

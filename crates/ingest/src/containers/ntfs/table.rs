//! The master file table: a file of file records, itself described by its first record.

use super::super::clusters::{Run, RunReader, Runs, Volume, Windows, size};
use super::boot::Boot;
use super::file::{self, Stored};
use super::record::{Body, Record, kind};

use std::io::{Read as _, Seek as _, SeekFrom};

/// The master file table of a volume.
pub(super) struct Table {
    pub(super) boot: Boot,
    runs: Runs,
    len: u64,
    windows: Windows,
}

impl Table {
    /// Finds the table by its first record, or by the copy of that where it is broken.
    pub(super) fn open(volume: &mut Volume<'_>, boot: Boot) -> Result<Self, &'static str> {
        let first = read_first(volume, &boot, boot.table_at)
            .or_else(|_| read_first(volume, &boot, boot.mirror_at))?;
        let (runs, len) = mapped(&first, &boot, volume)?;
        let mut table = Self { boot, runs, len, windows: Windows::default() };
        table.bound(volume);
        // A table in many pieces tells of the later ones in records that stand in the first.
        let own = file::collect(&first, &mut table, volume);
        if let Some(stream) = own.streams.iter().find(|stream| stream.is_content())
            && let Stored::Runs(runs) = &stream.stored
            && runs.len() > table.runs.len()
        {
            (table.runs, table.len) = (runs.clone(), stream.len);
            table.windows = Windows::default();
            table.bound(volume);
        }
        Ok(table)
    }

    /// No table is longer than its volume, whatever its runs claim.
    fn bound(&mut self, volume: &Volume<'_>) {
        self.len = self.len.min(self.runs.len()).min(volume.len());
    }

    /// The number of records.
    pub(super) fn count(&self) -> u64 {
        self.len / self.boot.record
    }

    /// Where a record stands in the volume: its first byte and as many as stand there in a row.
    pub(super) fn place(&self, number: u64, volume: &Volume<'_>) -> (u64, u64) {
        let at = number.saturating_mul(self.boot.record);
        let run = self.runs.rest_at(at).and_then(|run| Some((run.at?, run.len)));
        let (at, len) = run.unwrap_or((0, 0));
        let at = at.min(volume.len());
        (at, len.min(self.boot.record).min(volume.len() - at))
    }

    /// A record by its number; none where it was never used.
    pub(super) fn record(
        &mut self,
        volume: &mut Volume<'_>,
        number: u64,
    ) -> Result<Option<Record>, &'static str> {
        const UNREAD: &str = "the file record cannot be read";
        if number >= self.count() {
            return Err("there is no file record of this number");
        }
        let (runs, len, record) = (&self.runs, self.len, self.boot.record);
        let fill = |at: u64, buffer: &mut [u8]| {
            let mut reader = RunReader::new(volume, runs, len, len);
            reader.seek(SeekFrom::Start(at))?;
            reader.read_exact(buffer)
        };
        let (window, inside) =
            self.windows.around(number * record, len, fill).map_err(|_| UNREAD)?;
        let bytes = window.get(inside..).and_then(|rest| rest.get(..size(record)));
        Record::read(bytes.ok_or(UNREAD)?.to_vec(), number)
    }
}

fn read_first(volume: &mut Volume<'_>, boot: &Boot, at: u64) -> Result<Record, &'static str> {
    const UNREAD: &str = "the first record of the master file table cannot be read";
    let mut bytes = vec![0; size(boot.record)];
    volume.read_at(at, &mut bytes).map_err(|_| UNREAD)?;
    let first = Record::read(bytes, 0)?.ok_or(UNREAD)?;
    mapped(&first, boot, volume).map(|_| first)
}

/// The runs of the table as far as its first record has them itself.
fn mapped(first: &Record, boot: &Boot, volume: &Volume<'_>) -> Result<(Runs, u64), &'static str> {
    let mut attributes = first.attributes();
    let found = attributes.find_map(|attribute| match attribute.body {
        Body::Mapped(mapped) if attribute.kind == kind::DATA && attribute.name.is_empty() => {
            Some(mapped)
        }
        _ => None,
    });
    let mapped = found.ok_or("the master file table does not say where it is")?;
    let mut runs = Runs::default();
    let (cluster, volume_len) = boot.bounds(volume);
    super::pairs::unpack(mapped.pairs, cluster, volume_len, &mut runs)?;
    if runs.len() < boot.record {
        return Err("the master file table is empty");
    }
    Ok((runs, mapped.len))
}

/// The bitmap of clusters in use.
pub(super) struct Bitmap {
    runs: Runs,
    len: u64,
    windows: Windows,
}

impl Bitmap {
    /// The bitmap as the file of the volume has it; without runs where that is broken.
    pub(super) fn open(volume: &mut Volume<'_>, table: &mut Table) -> Self {
        /// The file record of the bitmap.
        const RECORD: u64 = 6;
        let mut bitmap = Self { runs: Runs::default(), len: 0, windows: Windows::default() };
        let Ok(Some(record)) = table.record(volume, RECORD) else { return bitmap };
        let own = file::collect(&record, table, volume);
        for stream in own.streams {
            if let (true, Stored::Runs(runs)) = (stream.is_content(), stream.stored) {
                bitmap.len = stream.len.min(runs.len()).min(volume.len());
                bitmap.runs = runs;
                break;
            }
        }
        bitmap
    }

    /// Whether any cluster of a run is in use; what cannot be asked counts as in use.
    pub(super) fn is_used(&mut self, volume: &mut Volume<'_>, run: Run, cluster: u64) -> bool {
        let Some(at) = run.at else { return false };
        let (first, end) = (at / cluster, (at + run.len).div_ceil(cluster));
        (first..end).any(|number| {
            let (runs, len) = (&self.runs, self.len);
            let fill = |at: u64, buffer: &mut [u8]| {
                let mut reader = RunReader::new(volume, runs, len, len);
                reader.seek(SeekFrom::Start(at))?;
                reader.read_exact(buffer)
            };
            let window = self.windows.around(number / 8, len, fill);
            let byte = window.ok().and_then(|(window, inside)| window.get(inside).copied());
            byte.is_none_or(|byte| byte >> (number % 8) & 1 != 0)
        })
    }
}

//! Examines the log: keys, checkpoint, entries, tiles, and that there is nothing else.

use crate::disk::Status;
use crate::lock::LOCK;
use crate::log::entry::{BUNDLED_BYTES, Line, bundle_leaves, records_file};
use crate::log::key::{
    KEY_BYTES_MAX, SIGNER, VERIFIER_PEM, VERIFIER_TXT, private_of_pem, public_of_pem, public_pem,
};
use crate::log::note::{CHECKPOINT_BYTES_MAX, Checkpoint, VerifierKey};
use crate::log::tile::{
    TILE_BYTES, bundle_file, level_count, level_extent, tile_bytes, tile_file, tile_hashes,
};
use crate::log::tree::{TILE_WIDTH, leaf_hash};
use crate::log::{CHECKPOINT, PENDING};

use super::leaves::{Truth, Witnesses};
use super::records::{self, RecordsFound};
use super::witnessed;
use super::{Examiner, ProblemKind};

/// What the log says, as far as it holds.
pub(crate) struct LogFound {
    pub(crate) checkpoint: Option<Checkpoint>,
    pub(crate) leaves: u64,
    pub(crate) records: RecordsFound,
}

pub(crate) fn examine(examiner: &mut Examiner<'_>) -> LogFound {
    let note = examiner.read(CHECKPOINT, CHECKPOINT_BYTES_MAX);
    let verifier = examine_keys(examiner, note.as_deref());
    let checkpoint = note.zip(verifier.as_ref()).and_then(|(note, verifier)| {
        Checkpoint::read(&note, verifier).map_err(|fact| examiner.changed(CHECKPOINT, fact)).ok()
    });
    examine_lock(examiner);
    let unfinished = examiner.disk.status(PENDING).is_ok();
    if unfinished {
        examiner.known.insert(PENDING.to_owned());
        examiner.note(ProblemKind::Unfinished, PENDING, "a batch was cut off");
    }
    let size = checkpoint.as_ref().map_or_else(|| size_on_disk(examiner), |it| it.size);
    let witnesses = gather(examiner, size, unfinished);
    let truth = Truth::find(&witnesses, checkpoint.as_ref().map(|it| &it.root));
    if checkpoint.as_ref().is_some_and(|it| it.root != truth.root) {
        examiner.changed(CHECKPOINT, "the log on disk does not lead to the signed root");
    }
    compare_entries(examiner, size, &witnesses, &truth);
    compare_tiles(examiner, size, &truth);
    let records = records::examine(examiner, size, &truth);
    if let Some(verifier) = &verifier {
        witnessed::examine(examiner, verifier, &truth, &records.witnesses);
    }
    examine_rest(examiner, size, &truth, unfinished);
    LogFound { checkpoint, leaves: size, records }
}

/// Checks the three key files against each other; gives the key to check the checkpoint with.
fn examine_keys(examiner: &mut Examiner<'_>, note: Option<&[u8]>) -> Option<VerifierKey> {
    let text = examiner.read(VERIFIER_TXT, KEY_BYTES_MAX);
    let pem = examiner.read(VERIFIER_PEM, KEY_BYTES_MAX);
    let vkey = text.as_deref().and_then(|text| {
        let text = std::str::from_utf8(text).ok()?;
        VerifierKey::from_vkey(text.strip_suffix('\n')?)
    });
    if text.is_some() && vkey.is_none() {
        examiner.changed(VERIFIER_TXT, "it contradicts its own key id");
    }
    let verifier = vkey.or_else(|| {
        let name = note?.split(|byte| *byte == b'\n').next()?;
        let name = std::str::from_utf8(name).ok()?;
        VerifierKey::new(name, public_of_pem(pem.as_deref()?)?).ok()
    })?;
    if pem.is_some_and(|pem| pem != public_pem(&verifier).as_bytes()) {
        examiner.changed(VERIFIER_PEM, "it is not the public key of this log");
    }
    examine_signer(examiner, &verifier);
    Some(verifier)
}

/// The private key may be absent: it does not leave with a copy of the case.
fn examine_signer(examiner: &mut Examiner<'_>, verifier: &VerifierKey) {
    if examiner.disk.status(SIGNER).is_err() {
        return;
    }
    let status = examiner.plain(SIGNER);
    if let Some(Status { mode, .. }) = status.filter(|status| status.mode & 0o077 != 0) {
        let fact = format!("mode {mode:04o} lets others at the private key");
        examiner.note(ProblemKind::Permission, SIGNER, fact);
    }
    if let Some(text) = examiner.read(SIGNER, KEY_BYTES_MAX) {
        let whole = private_of_pem(&text).is_some_and(|it| it.verifying_key() == *verifier.key());
        if !whole {
            examiner.changed(SIGNER, "it is not the private key of this log");
        }
    }
}

fn examine_lock(examiner: &mut Examiner<'_>) {
    examiner.known.insert(LOCK.to_owned());
    if examiner.disk.status(LOCK).is_ok_and(|status| status.size_bytes > 0) {
        examiner.changed(LOCK, "it must be empty");
    }
}

/// Number of leaves by the names of the tiles: only where the checkpoint does not hold.
fn size_on_disk(examiner: &mut Examiner<'_>) -> u64 {
    let mut size = 0;
    examiner.walk("log/tile/0", &mut |_, file| {
        if let Some((number, width)) = number_and_width(file, "log/tile/0/") {
            size = size.max(number.saturating_mul(256).saturating_add(width as u64));
        }
    });
    size
}

/// Number and width of a tile by its path.
fn number_and_width(file: &str, below: &str) -> Option<(u64, usize)> {
    let path = file.strip_prefix(below)?;
    let (path, width) = match path.split_once(".p/") {
        Some((path, width)) => (path, width.parse().ok()?),
        None => (path, TILE_WIDTH),
    };
    let digits: String = path.chars().filter(char::is_ascii_digit).collect();
    Some((digits.parse().ok()?, width))
}

/// Reads every leaf in its three places.
fn gather(examiner: &mut Examiner<'_>, size: u64, unfinished: bool) -> Vec<Witnesses> {
    let mut witnesses = Vec::new();
    for number in 0..size.div_ceil(256) {
        let width = records::width(size, number);
        let entries = read_bundle(examiner, &bundle_file(number, width), width * BUNDLED_BYTES);
        let entries = entries.map(|bytes| bundle_leaves(&bytes)).unwrap_or_default();
        let tile = read_bundle(examiner, &tile_file(0, number, width), width * 32);
        let tile = tile.and_then(|bytes| tile_hashes(&bytes)).unwrap_or_default();
        let records = records::read(examiner, &records_file(number), width, unfinished);
        for at in 0..width {
            let record = records.get(at).and_then(Option::as_deref).and_then(Line::read);
            witnesses.push(Witnesses {
                entry: entries.get(at).and_then(Option::as_ref).map(|leaf| leaf_hash(leaf)),
                tile: tile.get(at).copied(),
                record: record.and_then(|line| line.leaf()).map(|leaf| leaf_hash(&leaf)),
            });
        }
    }
    witnesses
}

/// Reads a file of fixed length; one of another length is noted and read as far as it goes.
fn read_bundle(examiner: &mut Examiner<'_>, file: &str, bytes: usize) -> Option<Vec<u8>> {
    let found = examiner.read(file, 2 * TILE_BYTES)?;
    if found.len() < bytes {
        let fact = format!("{} of {bytes} bytes are there", found.len());
        examiner.note(ProblemKind::Truncated, file, fact);
    } else if found.len() > bytes {
        examiner.changed(file, format!("it has {} bytes in place of {bytes}", found.len()));
    }
    Some(found)
}

fn compare_entries(examiner: &mut Examiner<'_>, size: u64, found: &[Witnesses], truth: &Truth) {
    for number in 0..size.div_ceil(256) {
        let (full, partial) = level_extent(size, 0);
        let width = if number < full { TILE_WIDTH } else { partial };
        let file = bundle_file(number, width);
        let first = usize::try_from(number * 256).unwrap_or(usize::MAX);
        let wrong = truth.tile(0, number, width).iter().zip(first..).find(|(leaf, at)| {
            found.get(*at).and_then(|witnesses| witnesses.entry) != Some(**leaf)
        });
        if let Some((_, at)) = wrong {
            examiner.changed_unless_named(&file, format!("entry {at} is not the one in the tree"));
        }
    }
}

fn compare_tiles(examiner: &mut Examiner<'_>, size: u64, truth: &Truth) {
    for level in 0..level_count(size) {
        let (full, partial) = level_extent(size, level);
        let widths = (0..full).map(|number| (number, TILE_WIDTH));
        for (number, width) in widths.chain((partial > 0).then_some((full, partial))) {
            let file = tile_file(level, number, width);
            // Tiles of leaves were read before, and noted where they are of another length.
            let bytes = match level {
                0 => examiner.disk.read(&file, TILE_BYTES).ok(),
                _ => read_bundle(examiner, &file, width * 32),
            };
            let wanted = tile_bytes(truth.tile(level, number, width));
            if bytes.is_some_and(|bytes| bytes != wanted) {
                examiner.changed_unless_named(&file, "its hashes are not those of the tree");
            }
        }
    }
}

/// Looks at every other file of the log: older partial tiles must be what the tree holds, and
/// nothing else may be there.
fn examine_rest(examiner: &mut Examiner<'_>, size: u64, truth: &Truth, unfinished: bool) {
    examiner.walk("log", &mut |examiner, file| {
        if examiner.known.contains(file) {
            return;
        }
        match older_partial(examiner, file, size, truth) {
            Some(true) => {}
            Some(false) => examiner.changed(file, "it is not what the tree holds"),
            None if unfinished => {}
            None => {
                let shown = crate::name::escape(file.as_bytes());
                examiner.note(ProblemKind::Extra, &shown, "the log does not know it");
            }
        }
    });
}

/// Whether an older partial tile is right; nothing where the file is none.
fn older_partial(examiner: &Examiner<'_>, file: &str, size: u64, truth: &Truth) -> Option<bool> {
    let (level, _) = file.strip_prefix("log/tile/")?.split_once('/')?;
    let (number, width) = number_and_width(file, &format!("log/tile/{level}/"))?;
    let tree_level = if level == "entries" { 0 } else { level.parse().ok()? };
    let name = match level {
        "entries" => bundle_file(number, width),
        _ => tile_file(tree_level, number, width),
    };
    let wanted = truth.tile(tree_level, number, width);
    if name != file || width == 0 || wanted.len() != width || level_count(size) <= tree_level {
        return None;
    }
    let Ok(bytes) = examiner.disk.read(file, 2 * TILE_BYTES) else { return Some(false) };
    if level != "entries" {
        return Some(bytes == tile_bytes(wanted));
    }
    let leaves = bundle_leaves(&bytes);
    let hashes = leaves.iter().map(|leaf| leaf.as_ref().map(|leaf| leaf_hash(leaf)));
    Some(hashes.eq(wanted.iter().copied().map(Some)))
}

//! Examines the checkpoints that witnesses signed: each a beginning of this log, each signature of one on
//! whom was agreed.

use super::Examiner;
use super::leaves::Truth;
use crate::log::note::{CHECKPOINT_BYTES_MAX, VerifierKey};
use crate::log::tree::Edge;
use crate::witness::{WITNESSED, WitnessKey, check_note};

pub(super) fn examine(
    examiner: &mut Examiner<'_>,
    verifier: &VerifierKey,
    truth: &Truth,
    agreed: &[WitnessKey],
) {
    let names = examiner.disk.list(WITNESSED).unwrap_or_default();
    for name in names.iter().filter_map(|name| name.to_str()) {
        let Ok(size) = name.parse::<u64>() else { continue };
        let file = format!("{WITNESSED}/{size}");
        if name != size.to_string() {
            continue;
        }
        let Some(note) = examiner.read(&file, CHECKPOINT_BYTES_MAX) else { continue };
        let fact = match check_note(&note, verifier, agreed) {
            Err(fact) => fact,
            Ok(found) if found.checkpoint.size != size => "it is of another number of leaves",
            Ok(found) if root(truth, size) != Some(found.checkpoint.root) => {
                "it is not a beginning of this log"
            }
            Ok(_) => continue,
        };
        examiner.changed(&file, fact);
    }
}

/// Root of the first leaves.
fn root(truth: &Truth, size: u64) -> Option<model::Digest> {
    let (mut edge, mut full) = (Edge::default(), Vec::new());
    for leaf in truth.levels.first()?.get(..usize::try_from(size).ok()?)? {
        edge.push(*leaf, &mut full);
        full.clear();
    }
    Some(edge.root())
}

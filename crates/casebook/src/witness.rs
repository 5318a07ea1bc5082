//! Witnesses of the log, from the side of the case and from their own.

use std::path::Path;

pub use custody::{Cosigned, Policy, WitnessKey, Witnessed};
use custody::{Custody, WitnessDesk};

use crate::bundle::key_of;
use crate::case::Case;
use crate::fault::Fault;
use crate::intake::{custody_fault, open_custody};

/// Longest answer that is read: a checkpoint with sixteen signatures.
const ANSWER_BYTES_MAX: u64 = 128 << 10;

/// What stands of the witnesses of a case.
#[derive(Debug, Clone)]
pub struct Standing {
    /// On whom was agreed.
    pub policy: Policy,
    /// What they signed, the earliest first.
    pub witnessed: Vec<Witnessed>,
    /// Leaves of the log now.
    pub leaves: u64,
}

/// On whom was agreed, and what they signed.
pub fn standing(case: &Case) -> Result<Standing, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let read = || {
        Ok(Standing {
            policy: custody.witness_policy()?,
            witnessed: custody.witnessed()?,
            leaves: custody.checkpoint().size,
        })
    };
    read().map_err(|e| custody_fault(&e))
}

/// Agrees on witnesses, of whom so many must sign; logged.
pub fn agree(case: &Case, need: u64, keys: &[String], by: &str, at_us: i64) -> Result<(), Fault> {
    let key = |text: &String| {
        let read = || WitnessKey::from_vkey(std::fs::read_to_string(text).ok()?.trim_end());
        WitnessKey::from_vkey(text).or_else(read).ok_or_else(|| {
            Fault::usage(
                format!("`{text}` is not the public key of a witness"),
                "give the line that `tutela witness init` printed, or a file with it",
            )
        })
    };
    let witnesses = keys.iter().map(key).collect::<Result<_, _>>()?;
    let policy = Policy { required: need, witnesses };
    let mut custody = open_custody(case)?;
    custody.agree_witnesses(at_us, by, &policy).map(|_| ()).map_err(|e| custody_fault(&e))
}

/// The request to a witness, and the checkpoint in it.
pub fn request(case: &Case, name: &str, from: Option<u64>) -> Result<(String, String), Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let request = custody.witness_request(name, from).map_err(|e| custody_fault(&e))?;
    Ok((request, custody.signed_checkpoint()))
}

/// Takes in the answer of a witness.
pub fn add(case: &Case, answer: &Path) -> Result<Witnessed, Fault> {
    let text = String::from_utf8_lossy(&read(answer)?).into_owned();
    let mut custody = open_custody(case)?;
    custody.add_cosignatures(&text).map_err(|e| custody_fault(&e))
}

/// Makes a witness in a folder of its own; gives its public key.
pub fn init(dir: &Path, name: &str) -> Result<String, Fault> {
    let desk = WitnessDesk::create(dir, name).map_err(|e| custody_fault(&e))?;
    Ok(desk.key().vkey())
}

/// Signs a request as the witness in a folder, if the log continues what it saw.
pub fn sign(dir: &Path, file: &Path, log: Option<&str>, at_us: i64) -> Result<Cosigned, Fault> {
    let log = log.map(key_of).transpose()?;
    let request = read(file)?;
    let desk = WitnessDesk::open(dir).map_err(|e| custody_fault(&e))?;
    let at_s = u64::try_from(at_us.div_euclid(1_000_000)).unwrap_or(0);
    desk.cosign(&request, log.as_ref(), at_s).map_err(|e| custody_fault(&e))
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    let size = std::fs::metadata(path).map_err(|e| Fault::io(path, e))?.len();
    if size > 2 * ANSWER_BYTES_MAX {
        return Err(Fault::usage(
            "the file is longer than any request or answer",
            "give the file that the other side wrote",
        )
        .at(path.display()));
    }
    std::fs::read(path).map_err(|e| Fault::io(path, e))
}

//! Time stamps of an authority (RFC 3161), carried by hand and judged by `openssl ts`.
//!
//! `stamps/<leaves>.checkpoint` is what was stamped, `stamps/<leaves>-<digest>.tsr` the reply; the act
//! in the log states both, the authority's certificate by its digest, and what the judge said.

use std::path::Path;
use std::process::Command;

use custody::{Custody, Event, FileDigest};
use model::Digest;
use sha2::{Digest as _, Sha256};

use crate::acts::acts;
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file;
use crate::intake::{custody_fault, open_custody};

/// Folder of the stamps.
pub(crate) const FOLDER: &str = "stamps/";

/// Longest reply that is read: a token with a chain of certificates.
const REPLY_BYTES_MAX: u64 = 1 << 20;

/// A time stamp, as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// Leaves of the checkpoint that was stamped.
    pub leaves: u64,
    /// The time that the authority stated, in its own words.
    pub time: String,
    /// The files: what was stamped, and the reply.
    pub files: Vec<FileDigest>,
    /// SHA-256 of the certificates by which it was judged.
    pub authority: Digest,
}

/// The query for a checkpoint, and how many leaves that has.
pub fn query(case: &Case, leaves: Option<u64>) -> Result<(u64, Vec<u8>), Fault> {
    let stamp = open_custody(case)?.to_stamp(leaves).map_err(|e| custody_fault(&e))?;
    Ok((stamp.leaves, stamp.query()))
}

/// Every stamp of the case, the oldest first.
pub fn stamps(case: &Case) -> Result<Vec<Stamped>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let stamped = acts(&custody)?.into_iter().filter_map(|act| match act.event {
        Event::Stamped { leaves, time, files, authority } => {
            Some(Stamped { leaves, time, files, authority })
        }
        _ => None,
    });
    Ok(stamped.collect())
}

/// Takes in a reply: finds the checkpoint it is for, has it judged with the authority's certificates,
/// keeps it and logs it.
pub fn add(
    case: &Case,
    reply: &Path,
    authority: &Path,
    leaves: Option<u64>,
    (by, at_us): (&str, i64),
) -> Result<Stamped, Fault> {
    let bytes = read(reply)?;
    let mut custody = open_custody(case)?;
    let stamp = match leaves {
        Some(_) => custody.to_stamp(leaves).map(Some),
        None => custody.stamped_by(&bytes),
    };
    let stamp = stamp.map_err(|e| custody_fault(&e))?.ok_or_else(|| {
        Fault::usage(
            "the reply is for no recent checkpoint of this case",
            "state with --at for how many leaves it was asked",
        )
        .at(reply.display())
    })?;
    let time = judge(reply, authority, &stamp.sha256)?;
    let certificates = Digest(Sha256::digest(read(authority)?).into());
    let digest = Digest(Sha256::digest(&bytes).into()).to_string();
    let named = [
        (format!("{FOLDER}{}.checkpoint", stamp.leaves), stamp.note.as_bytes()),
        (format!("{FOLDER}{}-{}.tsr", stamp.leaves, digest.get(..8).unwrap_or("")), &*bytes),
    ];
    let (mut staged, mut files) = (Vec::new(), Vec::new());
    for (name, bytes) in &named {
        let one = file::stage(case.path(name), bytes)?;
        files.push(one.digest(name));
        staged.push(one);
    }
    let stamped = Stamped { leaves: stamp.leaves, time, files, authority: certificates };
    let event = Event::Stamped {
        leaves: stamped.leaves,
        time: stamped.time.clone(),
        files: stamped.files.clone(),
        authority: certificates,
    };
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    for one in staged {
        one.publish()?;
    }
    Ok(stamped)
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    let size = std::fs::metadata(path).map_err(|e| Fault::io(path, e))?.len();
    if size > REPLY_BYTES_MAX {
        let remedy = "give the file that the authority answered with";
        return Err(Fault::usage("the file is longer than any reply", remedy).at(path.display()));
    }
    std::fs::read(path).map_err(|e| Fault::io(path, e))
}

/// Has a reply judged; gives the time it states, in the words of the judge.
fn judge(reply: &Path, authority: &Path, sha256: &Digest) -> Result<String, Fault> {
    let digest = sha256.to_string();
    let verified =
        openssl(&["ts", "-verify", "-digest", &digest, "-in"], &[reply], Some(authority))?;
    if !verified.status.success() {
        let words = String::from_utf8_lossy(&verified.stderr).into_owned();
        let words = words.lines().find(|line| line.contains("error:")).unwrap_or("no reason given");
        return Err(Fault::new(
            Exit::Integrity,
            format!("openssl does not accept the time stamp: {words}"),
            "check that reply and certificates are of the same authority, and of this request",
        )
        .at(reply.display()));
    }
    let shown = openssl(&["ts", "-reply", "-text", "-in"], &[reply], None)?;
    let text = String::from_utf8_lossy(&shown.stdout).into_owned();
    let time = text.lines().find_map(|line| line.strip_prefix("Time stamp: "));
    Ok(time.unwrap_or_default().to_owned())
}

fn openssl(
    args: &[&str],
    files: &[&Path],
    authority: Option<&Path>,
) -> Result<std::process::Output, Fault> {
    let mut command = Command::new("openssl");
    command.args(args).args(files);
    if let Some(authority) = authority {
        command.arg("-CAfile").arg(authority);
    }
    command.output().map_err(|e| {
        Fault::usage("time stamps are judged by openssl, which cannot be run", "install openssl")
            .caused_by(e)
    })
}

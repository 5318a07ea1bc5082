//! CASE/UCO: transfers, calls, messages, accounts, contacts and files as linked data, for laboratories.
//!
//! - **Specification:** CASE 1.4 and UCO 1.4, JSON-LD (<https://caseontology.org>). UCO has no class for
//!   money that is sent: `transfers.ttl`, beside the shards and in `docs/schema/case-transfers.ttl`, is a
//!   profile with its shapes, to be given to the validator (`--ontology-graph`).
//! - **Shards:** files of at most some thousand nodes, since validators read a file whole. Each stands
//!   alone: parties stand in every shard that names them, by the same id.
//! - **Parties** are observable objects with what is stated of them (account, number, address of mail);
//!   the name belongs to an identity that owns the account as stated.
//! - **Provenance:** every record has an external reference with its number and place, and belongs to the
//!   provenance record of its exhibit.
//! - **Times** that leave more than a second open are no instant and stand in `description`; those of a
//!   transfer stand as intervals.
//! - **Known limits:** messages in part, journeys, positions, logins, leases, entries and activities have
//!   no class here and are left out, counted.

mod nodes;
mod shard;

use model::record::Kind;

use self::shard::Shard;
use super::{Fate, Job, Reason, RecordExport, Target};
use crate::exports::ExportError;

/// The profile of transfers.
const PROFILE: &str = include_str!("../../../../../../docs/schema/case-transfers.ttl");

/// Linked data; see the module.
#[derive(Debug)]
pub(super) struct CaseUco;

impl RecordExport for CaseUco {
    fn code(&self) -> &'static str {
        "case"
    }

    fn form(&self) -> &'static str {
        "CASE 1.4 / UCO 1.4 (JSON-LD)"
    }

    fn target(&self) -> Target {
        Target::Folder
    }

    fn carries(&self, kind: Kind) -> bool {
        use Kind::{Account, Contact, Media, Message, Session, Transfer};
        matches!(kind, Transfer | Session | Message | Account | Contact | Media)
    }

    fn write(&self, job: &mut Job<'_, '_>) -> Result<(), ExportError> {
        job.out.begin("transfers.ttl")?;
        job.out.text(PROFILE)?;
        let mut shard = Shard::new(job.asked);
        for kind in job.kinds() {
            job.each(kind, &mut |row, out| {
                if !nodes::add(&mut shard, row) {
                    return Ok(Fate::LeftOut(Reason::NoParty));
                }
                if shard.is_full() {
                    shard.write(out)?;
                }
                Ok(Fate::Written)
            })?;
        }
        shard.write(&mut job.out)
    }
}

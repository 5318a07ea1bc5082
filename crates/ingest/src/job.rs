//! The job: what the parent asks of one worker, sent before the worker locks itself in.
//!
//! It travels as JSON over the worker's descriptor 2 and not as an argument, because the mappings
//! of a case can be longer than an argument may be, and because arguments are seen by every user of
//! the machine.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::nest::{Closed, Mark, Wanted};
use crate::settings::Settings;

/// Longest job in bytes: some thousands of mappings.
pub const JOB_BYTES_MAX: usize = 16 << 20;

/// First bytes of a job: what follows is a little-endian `u32` length and JSON.
const JOB_MAGIC: [u8; 12] = *b"TUTELA-JOB1\n";

/// Whether a person took responsibility for reading on a kernel that cannot enforce the cage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiver {
    /// Nobody did: a worker that cannot be caged refuses to read.
    #[default]
    Absent,
    /// A signed waiver lies in the case; what the kernel cannot enforce is left out and reported.
    Signed,
}

/// What one worker is to do with the exhibit it is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Job {
    /// How the exhibit is to be read.
    pub settings: Settings,
    /// Code of the format a person chose; none means that the worker recognises it.
    pub format: Option<String>,
    /// Rows whose outcomes an interrupted run has already stored; they are read over, not handed on.
    pub stored_rows: u64,
    /// The last member of a container whose rows are all stored; the reading goes on behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// Members of a container that broke their reader and are not opened again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Closed>,
    /// Names of the companions, whose descriptors follow the job in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<String>,
    /// Rows after which a dry run ends; not looked at in a resumed run, which is none.
    pub rows_max: Option<u64>,
    /// Places inside members of a container whose bytes are to be shown, instead of reading records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub show: Vec<Wanted>,
    /// Whether what the examiner says of the members is shown in the place of their bytes; then each
    /// member of [`Job::show`] has one place, [`Wanted::whole`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub examine: bool,
    /// Whether the cage may be weaker than it should.
    pub waiver: Waiver,
    /// Further threads that take digests ahead in a long image; none below 2, since the first thread
    /// then waits for them.
    pub scouts: usize,
    /// Version of the program that asks, so that two halves of an upgrade never talk.
    program: String,
}

impl Job {
    /// A job that reads a whole exhibit, recognising its format.
    pub fn new(settings: Settings) -> Self {
        Self { settings, program: PROGRAM.to_owned(), ..Self::default() }
    }

    /// Whether the content of the exhibit itself is to be examined: it has the empty name.
    pub(crate) fn is_of_the_whole(&self) -> bool {
        self.examine && self.show.first().is_some_and(|one| one.inside.is_empty())
    }

    /// Sends the job.
    pub(crate) fn send(&self, out: &mut impl Write) -> io::Result<()> {
        let json = serde_json::to_vec(self)?;
        if json.len() > JOB_BYTES_MAX {
            return Err(io::Error::other(format!(
                "the settings and mappings of the exhibit are longer than {JOB_BYTES_MAX} bytes"
            )));
        }
        // Checked above against a limit far below 2^32.
        let len = u32::try_from(json.len()).unwrap_or(u32::MAX);
        let mut message = Vec::with_capacity(JOB_MAGIC.len() + 4 + json.len());
        message.extend_from_slice(&JOB_MAGIC);
        message.extend_from_slice(&len.to_le_bytes());
        message.extend_from_slice(&json);
        out.write_all(&message)
    }

    /// Receives the job; the words of an error are for whoever started the worker by hand.
    pub(crate) fn receive(from: &mut impl Read) -> io::Result<Self> {
        let mut magic = [0; JOB_MAGIC.len()];
        from.read_exact(&mut magic)?;
        if magic != JOB_MAGIC {
            return Err(io::Error::other("descriptor 2 does not begin with a job"));
        }
        let mut len = [0; 4];
        from.read_exact(&mut len)?;
        let len = usize::try_from(u32::from_le_bytes(len)).unwrap_or(usize::MAX);
        if len > JOB_BYTES_MAX {
            return Err(io::Error::other("the job is longer than its limit"));
        }
        let mut json = vec![0; len];
        from.read_exact(&mut json)?;
        let job: Self = serde_json::from_slice(&json)?;
        if job.program != PROGRAM {
            return Err(io::Error::other(format!(
                "the job comes from version {:?} of the program, this is {PROGRAM:?}",
                job.program
            )));
        }
        Ok(job)
    }
}

const PROGRAM: &str = env!("CARGO_PKG_VERSION");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_arrives_as_it_was_sent() {
        let mut job = Job::new(Settings { region: Some("IT".into()), ..Settings::default() });
        job.stored_rows = 7;
        let mut bytes = Vec::new();
        job.send(&mut bytes).unwrap();
        assert_eq!(Job::receive(&mut bytes.as_slice()).unwrap(), job);
    }

    #[test]
    fn a_job_of_another_version_is_refused() {
        let mut job = Job::new(Settings::default());
        job.program = "0.0.0".into();
        let mut bytes = Vec::new();
        job.send(&mut bytes).unwrap();
        assert!(Job::receive(&mut bytes.as_slice()).is_err());
    }

    proptest::proptest! {
        #[test]
        fn bytes_that_are_no_job_are_refused(bytes: Vec<u8>) {
            proptest::prop_assert!(Job::receive(&mut bytes.as_slice()).is_err());
        }
    }
}

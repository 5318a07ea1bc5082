//! A set of segments taken together: the tables of all chunks and what the image states of itself.

use model::{Phrase, say};

use super::super::bytes_at::fill;
use super::super::stored_digests::{Stated, is_content};
use super::facts::{self, Volume};
use super::sections::{self, Ending, FILE_HEADER_BYTES, IMAGE_SIGNATURE, Section, segment_number};
use super::tables::{self, Table};
use super::{GIVE_ALL, Segment, stop};
use crate::sink::Halt;

/// Most remarks kept of one set; a damaged image would repeat them.
const REMARKS_MAX: usize = 64;

/// Sections whose content says nothing on the image that is not told otherwise.
const PLAIN_SECTIONS: &[&str] = &["sectors", "session"];

/// What a set of segments states.
#[derive(Debug, Default)]
pub(super) struct Set {
    pub(super) volume: Option<Volume>,
    pub(super) tables: Vec<Table>,
    pub(super) stated: Vec<Stated>,
    pub(super) facts: Vec<Phrase>,
    pub(super) remarks: Vec<Phrase>,
    /// Why not all of the content can be there: segment, place, reason.
    pub(super) missing: Option<(usize, u64, String)>,
}

impl Set {
    /// Reads the chains of all segments, which must be in order and without a gap.
    pub(super) fn read(segments: &mut [Segment<'_>]) -> Result<Self, Halt> {
        let mut set = Self::default();
        let count = segments.len();
        for (index, segment) in segments.iter_mut().enumerate() {
            check_header(index, segment)?;
            let chain = sections::chain(segment.bytes, segment.len).map_err(Halt::Read)?;
            for at in &chain.wrong_checksums {
                set.remark(say::section_sum_wrong(*at));
            }
            set.sections(index, segment, &chain.sections)?;
            match chain.ending {
                Ending::Done if index + 1 == count => {}
                Ending::Next if index + 1 < count => {}
                Ending::Done => set.remark(say::segment_last(index + 1)),
                Ending::Next => set.lacks(
                    index,
                    segment.len,
                    format!("the image goes on in segment {}, which is not here", index + 2),
                ),
                Ending::Broken(at, why) => set.lacks(index, at, why),
            }
        }
        Ok(set)
    }

    fn remark(&mut self, remark: Phrase) {
        if self.remarks.len() < REMARKS_MAX && !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    fn lacks(&mut self, segment: usize, at: u64, why: String) {
        self.missing.get_or_insert((segment, at, why));
    }

    fn sections(
        &mut self,
        index: usize,
        segment: &mut Segment<'_>,
        sections: &[Section],
    ) -> Result<(), Halt> {
        let mut chunks = Section { kind: String::new(), start: 0, end: 0 };
        for section in sections {
            if section.kind == "sectors" {
                chunks = section.clone();
            }
            match self.section(index, segment, section, &chunks) {
                Ok(()) => {}
                Err(error) if is_content(&error) => {
                    let why = Phrase::from_text(&error.to_string());
                    self.remark(say::section_damaged(&section.kind, section.start, why));
                }
                Err(error) => return Err(Halt::Read(error)),
            }
        }
        Ok(())
    }

    fn section(
        &mut self,
        index: usize,
        segment: &mut Segment<'_>,
        section: &Section,
        chunks: &Section,
    ) -> std::io::Result<()> {
        match section.kind.as_str() {
            "volume" | "disk" | "data" => {
                self.volume(index, facts::volume(segment.bytes, section)?);
            }
            "table" | "table2" => {
                let table = tables::open(segment, index, section, chunks)?;
                self.table(table, section.kind == "table2");
            }
            "hash" | "digest" => {
                for stated in facts::digests(segment.bytes, section)? {
                    if !self.stated.contains(&stated) {
                        self.stated.push(stated);
                    }
                }
            }
            "header" | "header2" => {
                let facts = facts::header(segment.bytes, section)?;
                // The newer header says the same in a better encoding, and stands first.
                if self.facts.is_empty() {
                    self.facts = facts;
                }
            }
            "error2" => {
                let count = facts::read_errors(segment.bytes, section)?;
                self.remark(say::acquisition_errors(count));
            }
            kind if PLAIN_SECTIONS.contains(&kind) => {}
            kind => self.remark(say::section_unread(kind)),
        }
        Ok(())
    }

    fn volume(&mut self, index: usize, volume: Volume) {
        if !volume.is_checksum_right {
            self.remark(say::geometry_sum_wrong());
        }
        let first = *self.volume.get_or_insert(volume);
        if (first.chunk_bytes, first.bytes, first.set)
            != (volume.chunk_bytes, volume.bytes, volume.set)
        {
            self.remark(say::segment_differs(index + 1));
        }
    }

    fn table(&mut self, mut table: Table, is_copy: bool) {
        let before = self.tables.last_mut();
        if let (true, Some(before)) = (is_copy, before)
            && before.segment == table.segment
            && before.entries == table.entries
            && !before.is_copied
        {
            before.is_copied = true;
            if !before.is_sound && table.is_sound {
                (table.first, table.is_copied) = (before.first, true);
                *before = table;
                self.remark(say::table_copy_used());
            }
            return;
        }
        table.first = self.tables.last().map_or(0, Table::end);
        self.tables.push(table);
    }
}

fn check_header(index: usize, segment: &mut Segment<'_>) -> Result<(), Halt> {
    let mut header = [0; FILE_HEADER_BYTES];
    if segment.len < FILE_HEADER_BYTES as u64 {
        return Err(stop(index, 0, "the file ends in its header", GIVE_ALL));
    }
    fill(segment.bytes, 0, &mut header).map_err(Halt::Read)?;
    if !header.starts_with(IMAGE_SIGNATURE) {
        return Err(stop(index, 0, "it is no segment of an EWF image", GIVE_ALL));
    }
    let number = segment_number(&header).unwrap_or(0);
    if usize::from(number) != index + 1 {
        let reason =
            format!("it is segment {number} of a set, where segment {} belongs", index + 1);
        return Err(stop(index, 0, reason, GIVE_ALL));
    }
    Ok(())
}

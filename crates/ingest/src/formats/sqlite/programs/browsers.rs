//! Histories of browsers: Chrome and its kin (`History`), Firefox (`places.sqlite`), Safari
//! (`History.db`).
//!
//! - **Recognised by:** the table of visits beside that of pages.
//! - **Specification:** the public sources of Chromium (`visit_database`) and Firefox (`nsNavHistory`);
//!   Safari as iLEAPP (`safariHistory.py`) reads it.
//! - **Fields kept:** each visit with its page, title and time: microseconds since 1601 for Chrome,
//!   microseconds since 1970 for Firefox, seconds since 2001 for Safari.
//! - **Known limits:** pages without a visit, searches, downloads and bookmarks are not read; their
//!   tables are named with their rows.

use model::say;

use super::Program;
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Where a browser keeps its visits and its pages.
pub(super) struct Browser {
    name: &'static str,
    platform: &'static str,
    visits: &'static str,
    page: &'static str,
    time: &'static str,
    unit: Unit,
    length_us: Option<&'static str>,
    pages: &'static str,
    title: &'static str,
}

/// Chrome, Edge, Opera and others made from Chromium.
pub(super) static CHROME: Browser = Browser {
    name: "Chromium history",
    platform: "chromium",
    visits: "visits",
    page: "url",
    time: "visit_time",
    unit: Unit::ChromeMicros,
    length_us: Some("visit_duration"),
    pages: "urls",
    title: "title",
};

/// Firefox.
pub(super) static FIREFOX: Browser = Browser {
    name: "Firefox history (places.sqlite)",
    platform: "firefox",
    visits: "moz_historyvisits",
    page: "place_id",
    time: "visit_date",
    unit: Unit::Micros,
    length_us: None,
    pages: "moz_places",
    title: "title",
};

/// Safari. The title stands with the visit.
pub(super) static SAFARI: Browser = Browser {
    name: "Safari history (History.db)",
    platform: "safari",
    visits: "history_visits",
    page: "history_item",
    time: "visit_time",
    unit: Unit::AppleSeconds,
    length_us: None,
    pages: "history_items",
    title: "",
};

impl Program for Browser {
    fn name(&self) -> &'static str {
        self.name
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has(self.visits, &[self.page, self.time]) && schema.has(self.pages, &["id", "url"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let mut pages: Known<(String, String)> = Known::default();
        reading.look_up(self.pages, &mut |row| {
            let url = row.text("url")?.into_owned();
            let title = if self.title.is_empty() {
                String::new()
            } else {
                row.text(self.title)?.into_owned()
            };
            if let Some(id) = row.integer("id")? {
                let bytes = url.len() + title.len();
                pages.insert(id, (url, title), bytes);
            }
            Ok(())
        })?;
        if pages.is_full() {
            reading.tally.remark(say::facts_beyond_memory());
        }
        reading.pour(self.visits, &mut |row, writer| self.fill(row, writer, &pages))
    }
}

impl Browser {
    fn fill(
        &self,
        row: &RowView<'_>,
        writer: &mut Writer,
        pages: &Known<(String, String)>,
    ) -> Result<Filled, Fault> {
        let Writer { activity, people, clock, .. } = writer;
        activity.platform.set(self.platform);
        activity.action.set("visit");
        activity.subject.clone_from(&people.owner);
        activity.reference.set(&row.text("id")?);
        clock.read(row, &[self.time], self.unit, &mut activity.at)?;
        let length_us = self.length_us.map_or(Ok(None), |column| row.integer(column))?;
        if let Some(length_us) = length_us.filter(|us| *us > 0 && activity.at.is_stated()) {
            activity.until.clone_from(&activity.at);
            let until = &mut activity.until;
            until.earliest_us = until.earliest_us.saturating_add(length_us);
            until.latest_us = until.latest_us.saturating_add(length_us);
        }
        if let Some((url, title)) = pages.get(row.integer(self.page)?) {
            activity.target.set(url);
            activity.description.set(title);
        }
        if self.title.is_empty() {
            activity.description.set(&row.text("title")?);
        }
        Ok(Filled::Activity)
    }
}

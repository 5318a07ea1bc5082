//! Records under the veil: what stands in a record in place of a protected party, and in its other texts.

use std::borrow::Cow;

use model::Row;
use model::party::{PARTY_FIELDS, PartyOf, PartyRef};
use model::record::{Kind, Shape};
use model::wire::SlotRef;

use super::Veil;

/// Numbers of the parts of a party: its name, and those that are sought in the texts beside it.
const NAME: usize = 0;

/// What is shown of a record in place of what it states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Covered {
    /// Texts by the number of the field and, in a party, of the part.
    pub texts: Vec<(usize, usize, String)>,
    /// The member of a container.
    pub inside: Option<String>,
    /// The path within it.
    pub path: Option<String>,
}

impl Covered {
    /// The record as it is shown; `slots` holds its values.
    pub fn row<'a>(&'a self, row: &Row<'a>, slots: &'a mut Vec<SlotRef<'a>>) -> Row<'a> {
        slots.clear();
        slots.extend_from_slice(row.slots);
        for (field, part, text) in &self.texts {
            match slots.get_mut(*field) {
                Some(SlotRef::Text(shown)) => *shown = text,
                Some(SlotRef::Party(Some(party))) => {
                    if let Some(shown) = party.texts.get_mut(*part) {
                        *shown = text;
                    }
                }
                _ => {}
            }
        }
        let mut place = row.place;
        place.inside = self.inside.as_deref().unwrap_or(place.inside);
        place.path = self.path.as_deref().unwrap_or(place.path);
        Row { kind: row.kind, record: row.record, place, slots }
    }

    /// Its texts by the column that has them in the tables.
    pub fn columns(&self, kind: Kind) -> Vec<(String, &str)> {
        let fields = kind.fields();
        let mut columns = Vec::with_capacity(self.texts.len() + 2);
        for (field, part, text) in &self.texts {
            let Some(field) = fields.get(*field) else { continue };
            let column = match (field.shape, PARTY_FIELDS.get(*part)) {
                (Shape::Party, Some((part, _))) => format!("{}_{part}", field.name),
                _ => field.name.to_owned(),
            };
            columns.push((column, text.as_str()));
        }
        columns.extend(self.inside.iter().map(|text| ("inside".to_owned(), text.as_str())));
        columns.extend(self.path.iter().map(|text| ("place_path".to_owned(), text.as_str())));
        columns
    }
}

/// What a record states of the protected parties in it: sought in its own texts, however short.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own(Vec<(String, u64)>);

impl Own {
    fn take(&mut self, parts: &[&str; 9], number: u64) {
        for part in parts.iter().filter(|part| !part.is_empty()) {
            self.0.push(((*part).to_owned(), number));
            if let Some((_, id)) = part.split_once(':').filter(|(_, id)| !id.is_empty()) {
                self.0.push((id.to_owned(), number));
            }
            let words = part.split(|c: char| c.is_whitespace() || c == ',');
            let words = words.filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
            self.0.extend(words.map(|word| (word.to_owned(), number)));
        }
    }

    /// Whether the record names nobody who is protected.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Veil {
    /// What is shown of a record; nothing where it is shown as it stands.
    pub fn row(&self, row: &Row<'_>) -> Option<Covered> {
        if self.is_open() {
            return None;
        }
        let (mut covered, mut own) = (Covered::default(), Own::default());
        for (field, slot) in row.slots.iter().enumerate() {
            if let SlotRef::Party(Some(party)) = slot {
                self.party(field, party, &mut covered, &mut own);
            }
        }
        for (field, slot) in row.slots.iter().enumerate() {
            if let SlotRef::Text(text) = slot
                && let Cow::Owned(shown) = self.own_text(text, &own)
            {
                covered.texts.push((field, NAME, shown));
            }
        }
        covered.inside = owned(self.own_text(row.place.inside, &own));
        covered.path = owned(self.own_text(row.place.path, &own));
        let is_changed =
            !covered.texts.is_empty() || covered.inside.is_some() || covered.path.is_some();
        is_changed.then_some(covered)
    }

    /// A party under the veil: its pseudonym for a name and nothing else, where it is protected; otherwise the spellings
    /// of others in it.
    fn party(&self, field: usize, party: &PartyRef<'_>, covered: &mut Covered, own: &mut Own) {
        if let Some(number) = self.number_of(party) {
            own.take(&party.texts, number);
            covered.texts.push((field, NAME, self.name(number)));
            let stated =
                party.texts.iter().enumerate().skip(1).filter(|(_, text)| !text.is_empty());
            covered.texts.extend(stated.map(|(part, _)| (field, part, String::new())));
            return;
        }
        let is_identified = party.identifier().is_some();
        for (part, text) in party.texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let shown = if part == NAME && is_identified {
                self.name_of_other(text)
            } else {
                self.text(text)
            };
            if let Cow::Owned(shown) = shown {
                covered.texts.push((field, part, shown));
            }
        }
    }

    /// The number of a party by its strongest key.
    fn number_of(&self, party: &PartyOf<&str>) -> Option<u64> {
        let mut key = String::new();
        party.key_into(&mut key);
        self.number(&key)
    }

    /// A text of a record: the spellings of everybody, and whatever the record states of its own protected parties.
    pub fn own_text<'t>(&self, text: &'t str, own: &Own) -> Cow<'t, str> {
        let shown = self.text(text);
        if own.is_empty() || text.is_empty() {
            return shown;
        }
        let mut shown = shown;
        for (stated, number) in &own.0 {
            if let Some(changed) = replaced_alone(&shown, stated, &self.name(*number)) {
                shown = Cow::Owned(changed);
            }
        }
        shown
    }

    /// The name of somebody who is not protected and bears the name of one who is.
    fn like(&self, party: &PartyRef<'_>, columns: &[String; 9], fields: &mut [(String, String)]) {
        let [name, ..] = party.texts;
        let [column, ..] = columns;
        if party.identifier().is_some()
            && let Cow::Owned(shown) = self.name_of_other(name)
            && let Some((_, text)) = fields.iter_mut().find(|(field, _)| field == column)
        {
            *text = shown;
        }
    }

    /// The fields of a record as [`tables::Engine::locate`] gives them; gives what the record states of protected
    /// parties, for its other texts.
    pub fn fields(&self, kind: Kind, fields: &mut Vec<(String, String)>) -> Own {
        let mut own = Own::default();
        if self.is_open() {
            return own;
        }
        for field in kind.fields().iter().filter(|field| field.shape == Shape::Party) {
            let columns = PARTY_FIELDS.map(|(part, _)| format!("{}_{part}", field.name));
            let texts = columns.each_ref().map(|column| text_of(fields, column).to_owned());
            let party = PartyRef { texts: texts.each_ref().map(String::as_str) };
            let Some(number) = self.number_of(&party) else {
                self.like(&party, &columns, fields);
                continue;
            };
            own.take(&party.texts, number);
            let first = fields.iter().position(|(name, _)| columns.contains(name)).unwrap_or(0);
            fields.retain(|(name, _)| !columns.contains(name));
            let [name, ..] = columns;
            fields.insert(first.min(fields.len()), (name, self.name(number)));
        }
        for (_, text) in fields.iter_mut() {
            if let Cow::Owned(shown) = self.own_text(text, &own) {
                *text = shown;
            }
        }
        own
    }
}

fn owned(text: Cow<'_, str>) -> Option<String> {
    match text {
        Cow::Owned(text) => Some(text),
        Cow::Borrowed(_) => None,
    }
}

fn text_of<'f>(fields: &'f [(String, String)], column: &str) -> &'f str {
    fields.iter().find(|(name, _)| name == column).map_or("", |(_, text)| text)
}

/// The text with `name` wherever `stated` stands between what is neither letter, digit nor a sign that joins them;
/// `None` where it stands nowhere.
fn replaced_alone(text: &str, stated: &str, name: &str) -> Option<String> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '+' | '_');
    let (mut out, mut done) = (String::new(), 0);
    for (at, found) in text.match_indices(stated) {
        let (before, after) = (text.get(done..at)?, text.get(at + found.len()..)?);
        let prev = text.get(..at)?.chars().next_back();
        let next = after.chars().next();
        let leads_on = next.is_some_and(|c| {
            c.is_alphanumeric()
                || c == '_'
                || (joins(c) && after.chars().nth(1).is_some_and(char::is_alphanumeric))
        });
        if prev.is_some_and(joins) || leads_on {
            continue;
        }
        out.push_str(before);
        out.push_str(name);
        done = at + found.len();
    }
    (done > 0).then(|| out + text.get(done..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_number_is_found_as_a_cell_and_not_as_a_part() {
        let shown = |text: &str| replaced_alone(text, "51", "protected-1");
        assert_eq!(
            shown("2026-01-05,51,app;\"51\"").as_deref(),
            Some("2026-01-05,protected-1,app;\"protected-1\"")
        );
        assert_eq!(shown("{\"id\":51}").as_deref(), Some("{\"id\":protected-1}"));
        for text in ["151", "51.20", "2026-51-1", "a51", "51_x", ""] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}

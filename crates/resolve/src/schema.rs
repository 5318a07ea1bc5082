//! What a column holds: the kind alone chooses how it is compared, blocked and weighed.

use serde::{Deserialize, Serialize};

/// What a column of texts holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A whole name, in any order.
    Name,
    /// Given names.
    Given,
    /// A family name.
    Family,
    /// A date of birth, in one of the usual forms.
    BirthDate,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// The number of a document.
    Document,
    /// A postal address, or a part of one.
    Address,
    /// A postal code.
    Postcode,
    /// A town, region or country.
    Place,
    /// A user name.
    Handle,
    /// A code that agrees or does not.
    Exact,
    /// Any other words.
    Text,
}

/// A named column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, for the waterfall.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// The columns of a set of rows, in order; at most [`Schema::FIELDS_MAX`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    fields: Vec<Field>,
}

impl Schema {
    /// Most columns: a pattern of agreement is packed into 64 bits, four a column.
    pub const FIELDS_MAX: usize = 16;

    /// A schema of these columns; columns beyond [`Self::FIELDS_MAX`] are left out.
    pub fn new<'a>(fields: impl IntoIterator<Item = (&'a str, Kind)>) -> Self {
        let fields = fields.into_iter().take(Self::FIELDS_MAX);
        Self { fields: fields.map(|(name, kind)| Field { name: name.to_owned(), kind }).collect() }
    }

    /// The columns.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The column of a kind, where there is exactly one.
    pub(crate) fn only(&self, kind: Kind) -> Option<usize> {
        let mut found = (0..).zip(&self.fields).filter(|(_, field)| field.kind == kind);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => Some(at),
            _ => None,
        }
    }
}

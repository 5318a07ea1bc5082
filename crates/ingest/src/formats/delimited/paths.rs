//! Field paths: how a mapping names the field a column fills, `payer.phone` or `sent.date`.
//!
//! The paths follow from the fields of `model::records`, by shape; nothing is listed twice. Four
//! paths stand for more than one field: `from` and `to` are the two parties of a kind in the order
//! of money or message; `owner` and `other` are the same two where a `direction` column says which
//! is which; `at` is the kind's first time.

use model::record::{Field, Kind, Shape};

/// Column that is known and of no use.
pub(crate) const IGNORE: &str = "ignore";
/// Column kept in `extra` without a remark.
pub(crate) const EXTRA: &str = "extra";

/// What of a transfer on a public chain is kept in `extra` under a name of its own, exactly as
/// stated: such an amount has more digits than minor units hold, and its asset is no currency of
/// ISO 4217, so that `principal` stays absent.
pub(crate) const CHAIN_NAMES: [(&str, &str); 8] = [
    ("crypto_amount", "Amount on a public chain, exactly as stated; `principal` stays absent."),
    ("crypto_amount_in", "The same, where what came in has a column of its own."),
    ("crypto_amount_out", "The same, where what went out has a column of its own."),
    ("crypto_asset", "What the amount counts: coin or token, as stated."),
    ("crypto_unit", "Its unit where that is not the whole coin: `wei`, `satoshi`."),
    ("crypto_contract", "Address of the token's contract."),
    ("crypto_fee", "What the chain or exchange charged, exactly as stated."),
    ("crypto_fee_asset", "What the charge counts."),
];

/// The two parties of a kind, by their field indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) first: usize,
    pub(crate) second: usize,
}

impl Pair {
    /// The parties between whom something goes, where the kind has two.
    pub(crate) fn of(kind: Kind) -> Option<Self> {
        let (first, second) = match kind {
            Kind::Transfer => ("payer", "payee"),
            Kind::Session => ("caller", "callee"),
            Kind::Message => ("sender", "receiver"),
            _ => return None,
        };
        Some(Self { first: field_index(kind, first)?, second: field_index(kind, second)? })
    }
}

/// The kind's first time, which `at` stands for.
fn first_time(kind: Kind) -> Option<usize> {
    kind.fields().iter().position(|field| field.shape == Shape::Stamp)
}

/// The position of a field among the fields of its kind.
pub(crate) fn field_index(kind: Kind, name: &str) -> Option<usize> {
    kind.fields().iter().position(|field| field.name == name)
}

/// Which slot of a record a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Root {
    /// The field with this index.
    Field(usize),
    /// The party whose log this is.
    Owner,
    /// The party on the other side.
    Other,
    /// The word that tells which of the two acted.
    Direction,
    /// Nothing.
    Ignore,
    /// The `extra` object.
    Extra,
}

/// Which part of the slot; the order is the order in which parts of a text are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The whole, or the n-th piece of it.
    Piece(u8),
    /// Date of a time kept in two columns.
    Date,
    /// Clock time of a time kept in two columns.
    Clock,
    /// Zone or offset of a time.
    Zone,
    /// Currency of an amount.
    Currency,
    /// Column of debits.
    Debit,
    /// Column of credits.
    Credit,
    /// The n-th piece of a name.
    Name(u8),
    /// Account id.
    Account,
    /// User name.
    Handle,
    /// Phone.
    Phone,
    /// E-mail.
    Email,
    /// Type, number or country of a document, or the whole of it.
    Document(u8),
    /// The n-th piece of an address.
    Address(u8),
    /// Birth date.
    BirthDate,
}

/// A path, resolved for one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Target {
    pub(crate) root: Root,
    pub(crate) part: Part,
}

/// The pieces of a name in the order in which they are joined.
const NAME_PIECES: [&str; 5] = ["name", "name.first", "name.middle", "name.last", "name.suffix"];
/// The pieces of an address in the order in which they are joined.
const ADDRESS_PIECES: [&str; 5] =
    ["address", "address.postcode", "address.city", "address.region", "address.country"];
/// A document: number (with or without its type), type, issuing country.
const DOCUMENT_PIECES: [&str; 3] = ["document", "document.type", "document.country"];
/// Pieces a plain text can be joined from: `purpose.1` to `purpose.9`.
const TEXT_PIECES: std::ops::RangeInclusive<u8> = 1..=9;

/// Resolves a path for a kind; `None` where the kind has no such field.
pub(crate) fn parse(kind: Kind, path: &str) -> Option<Target> {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let whole = |root| (rest.is_empty()).then_some(Target { root, part: Part::Piece(0) });
    // A field of the record wins over a virtual path of the same name.
    if let Some(index) = field_index(kind, root) {
        if root == EXTRA {
            return if rest.is_empty() { whole(Root::Extra) } else { chain_name(kind, rest) };
        }
        let field = kind.fields().get(index)?;
        return Some(Target { root: Root::Field(index), part: part(kind, field, rest)? });
    }
    let party = |index: usize, root| {
        let field = kind.fields().get(index)?;
        Some(Target { root, part: part(kind, field, rest)? })
    };
    match (root, Pair::of(kind)) {
        (IGNORE, _) => whole(Root::Ignore),
        ("direction", Some(_)) => whole(Root::Direction),
        ("from", Some(pair)) => party(pair.first, Root::Field(pair.first)),
        ("to", Some(pair)) => party(pair.second, Root::Field(pair.second)),
        ("owner", Some(pair)) => party(pair.first, Root::Owner),
        ("other", Some(pair)) => party(pair.second, Root::Other),
        ("at", _) => {
            let index = first_time(kind)?;
            let field = kind.fields().get(index)?;
            Some(Target { root: Root::Field(index), part: part(kind, field, rest)? })
        }
        _ => None,
    }
}

/// A name of `extra`, as the n-th piece of it, counted from 1.
fn chain_name(kind: Kind, name: &str) -> Option<Target> {
    let at = CHAIN_NAMES.iter().position(|(own, _)| *own == name)?;
    let piece = u8::try_from(at + 1).ok()?;
    (kind == Kind::Transfer).then_some(Target { root: Root::Extra, part: Part::Piece(piece) })
}

fn part(kind: Kind, field: &Field, rest: &str) -> Option<Part> {
    let position = |pieces: &[&str]| {
        let at = pieces.iter().position(|piece| *piece == rest)?;
        u8::try_from(at).ok()
    };
    match field.shape {
        Shape::Text if rest.is_empty() => Some(Part::Piece(0)),
        Shape::Text => {
            let piece: u8 = rest.parse().ok().filter(|piece| TEXT_PIECES.contains(piece))?;
            Some(Part::Piece(piece))
        }
        Shape::Integer => rest.is_empty().then_some(Part::Piece(0)),
        Shape::Stamp => match rest {
            "" => Some(Part::Piece(0)),
            "date" => Some(Part::Date),
            "time" => Some(Part::Clock),
            "zone" => Some(Part::Zone),
            _ => None,
        },
        Shape::Amount => match rest {
            "" => Some(Part::Piece(0)),
            "currency" => Some(Part::Currency),
            "debit" if kind == Kind::Entry => Some(Part::Debit),
            "credit" if kind == Kind::Entry => Some(Part::Credit),
            _ => None,
        },
        Shape::Party => match rest {
            "account" => Some(Part::Account),
            "handle" => Some(Part::Handle),
            "phone" => Some(Part::Phone),
            "email" => Some(Part::Email),
            "birth_date" => Some(Part::BirthDate),
            _ => position(&NAME_PIECES)
                .map(Part::Name)
                .or_else(|| position(&ADDRESS_PIECES).map(Part::Address))
                .or_else(|| position(&DOCUMENT_PIECES).map(Part::Document)),
        },
    }
}

/// Every path of a kind with what it means, for `tutela map` and the manual.
pub fn available(kind: Kind) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for field in kind.fields() {
        let doc = field.doc.trim();
        let name = field.name;
        let mut row = |path: String, doc: String| rows.push((path, doc));
        match field.shape {
            Shape::Text | Shape::Integer => row(name.to_owned(), doc.to_owned()),
            Shape::Stamp => {
                row(name.to_owned(), doc.to_owned());
                row(format!("{name}.date"), "Its date, where date and time stand apart.".into());
                row(format!("{name}.time"), "Its time, where date and time stand apart.".into());
                row(format!("{name}.zone"), "Its zone or offset from UTC, by row.".into());
            }
            Shape::Amount => {
                row(name.to_owned(), doc.to_owned());
                row(format!("{name}.currency"), "Its ISO 4217 code, by row.".into());
                if kind == Kind::Entry && name == "amount" {
                    row(format!("{name}.debit"), "The column of debits.".into());
                    row(format!("{name}.credit"), "The column of credits.".into());
                }
            }
            Shape::Party => party_rows(name, doc, &mut rows),
        }
    }
    if kind == Kind::Transfer {
        rows.extend(CHAIN_NAMES.map(|(name, doc)| (format!("extra.{name}"), doc.to_owned())));
    }
    rows
}

fn party_rows(name: &str, doc: &str, rows: &mut Vec<(String, String)>) {
    let parts = [
        ("name", doc),
        ("name.first", "Given name; pieces are joined first, middle, last, suffix."),
        ("name.middle", "Middle name."),
        ("name.last", "Family name."),
        ("name.suffix", "Suffix such as Jr."),
        ("account", "IBAN, or the immutable id on the platform."),
        ("handle", "User name; it can change hands."),
        ("phone", "Phone number."),
        ("email", "E-mail address."),
        ("document", "Document number, or type and number in one."),
        ("document.type", "Type of the document."),
        ("document.country", "Country that issued the document."),
        ("address", "Street, or the whole address; pieces are joined by `, `."),
        ("address.postcode", "Postcode."),
        ("address.city", "City."),
        ("address.region", "Region or province."),
        ("address.country", "Country."),
        ("birth_date", "Birth date."),
    ];
    rows.extend(parts.map(|(part, doc)| (format!("{name}.{part}"), doc.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::record::KINDS;

    #[test]
    fn every_listed_path_is_understood_and_every_field_is_listed() {
        for kind in KINDS {
            let paths = available(*kind);
            for (path, _) in &paths {
                assert!(parse(*kind, path).is_some(), "{}: {path}", kind.table());
            }
            for field in kind.fields() {
                let listed =
                    paths.iter().any(|(path, _)| path.split('.').next() == Some(field.name));
                assert!(listed, "{}: {}", kind.table(), field.name);
            }
        }
    }

    #[test]
    fn paths_that_mean_two_fields_follow_the_kind() {
        let from = |kind, path| parse(kind, path).map(|target| target.root);
        assert_eq!(from(Kind::Transfer, "from.name"), from(Kind::Transfer, "payer.name"));
        assert_eq!(from(Kind::Session, "to.phone"), from(Kind::Session, "callee.phone"));
        assert_eq!(from(Kind::Message, "at"), from(Kind::Message, "sent"));
        assert_eq!(from(Kind::Login, "from.name"), None);
        assert_eq!(from(Kind::Entry, "direction"), Some(Root::Field(6)));
        assert_eq!(from(Kind::Session, "direction"), Some(Root::Direction));
    }

    #[test]
    fn what_is_no_field_is_refused() {
        for path in ["payer", "payer.shoe", "sent.hour", "principal.debit", "purpose.0", "", "x"] {
            assert_eq!(parse(Kind::Transfer, path), None, "{path}");
        }
    }
}

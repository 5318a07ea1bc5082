//! What a record is: one row of one kind, as a source states it, with its place.

use crate::records;
use crate::slot;

/// The kinds of record; each is one table of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// Money from a party to a party.
    Transfer = 1,
    /// A line of a bank statement.
    Entry = 2,
    /// A voice or video call.
    Session = 3,
    /// A message (metadata; text only where the exhibit has it).
    Message = 4,
    /// An account used from an address.
    Login = 5,
    /// An account at a platform, bank or operator.
    Account = 6,
    /// An entry of an address book.
    Contact = 7,
    /// A file: path, size, digests, never its content.
    Media = 8,
    /// One leg of a journey.
    Trip = 9,
    /// A person or organisation mentioned.
    Party = 10,
    /// Where a device or an account was.
    Position = 11,
    /// Something a device, a program or a provider logged.
    Activity = 12,
    /// A network address held by a subscriber.
    Lease = 13,
}

/// Every kind, in the order of the house's documents.
pub const KINDS: &[Kind] = &[
    Kind::Transfer,
    Kind::Entry,
    Kind::Session,
    Kind::Message,
    Kind::Login,
    Kind::Account,
    Kind::Contact,
    Kind::Media,
    Kind::Trip,
    Kind::Party,
    Kind::Position,
    Kind::Activity,
    Kind::Lease,
];

impl Kind {
    /// The table's name: the folder under `tables/` and the name in queries.
    pub fn table(self) -> &'static str {
        match self {
            Kind::Transfer => "transfer",
            Kind::Entry => "entry",
            Kind::Session => "session",
            Kind::Message => "message",
            Kind::Login => "login",
            Kind::Account => "account",
            Kind::Contact => "contact",
            Kind::Media => "media",
            Kind::Trip => "trip",
            Kind::Party => "party",
            Kind::Position => "position",
            Kind::Activity => "activity",
            Kind::Lease => "lease",
        }
    }

    /// The fields, in wire and column order.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Kind::Transfer => records::Transfer::FIELDS,
            Kind::Entry => records::Entry::FIELDS,
            Kind::Session => records::Session::FIELDS,
            Kind::Message => records::Message::FIELDS,
            Kind::Login => records::Login::FIELDS,
            Kind::Account => records::Account::FIELDS,
            Kind::Contact => records::Contact::FIELDS,
            Kind::Media => records::Media::FIELDS,
            Kind::Trip => records::Trip::FIELDS,
            Kind::Party => records::PartyMention::FIELDS,
            Kind::Position => records::Position::FIELDS,
            Kind::Activity => records::Activity::FIELDS,
            Kind::Lease => records::Lease::FIELDS,
        }
    }

    /// One sentence on what a row of this kind is.
    pub fn doc(self) -> &'static str {
        match self {
            Kind::Transfer => records::Transfer::DOC,
            Kind::Entry => records::Entry::DOC,
            Kind::Session => records::Session::DOC,
            Kind::Message => records::Message::DOC,
            Kind::Login => records::Login::DOC,
            Kind::Account => records::Account::DOC,
            Kind::Contact => records::Contact::DOC,
            Kind::Media => records::Media::DOC,
            Kind::Trip => records::Trip::DOC,
            Kind::Party => records::PartyMention::DOC,
            Kind::Position => records::Position::DOC,
            Kind::Activity => records::Activity::DOC,
            Kind::Lease => records::Lease::DOC,
        }
    }

    /// The kind with this wire tag.
    pub fn from_tag(tag: u8) -> Option<Self> {
        KINDS.iter().copied().find(|kind| *kind as u8 == tag)
    }

    /// The kind whose table has this name.
    pub fn from_table(table: &str) -> Option<Self> {
        KINDS.iter().copied().find(|kind| kind.table() == table)
    }
}

/// The shape of a field: how many columns it takes and what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One text column.
    Text,
    /// One 64-bit integer column.
    Integer,
    /// `_earliest _latest _precision _zone _zone_source _stated`: see [`crate::time::Stamp`].
    Stamp,
    /// `_minor _currency _stated _rounded`: see [`crate::money::Amount`].
    Amount,
    /// `_key` and the identifiers of [`crate::party::Party`].
    Party,
}

/// A field of a kind of record.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name, also the column's name or prefix.
    pub name: &'static str,
    /// Its shape.
    pub shape: Shape,
    /// What it means, for the documentation of tables and mappings.
    pub doc: &'static str,
}

/// One row of one kind, as a source states it.
pub trait Record {
    /// Which kind it is.
    fn kind(&self) -> Kind;
    /// Makes every field absent, keeping the buffers.
    fn clear(&mut self);
    /// Appends every field in the wire form of [`crate::wire`], in the order of the fields.
    fn encode(&self, out: &mut Vec<u8>);
}

/// Defines a kind of record: the struct, its fields and its wire form from one list.
macro_rules! record {
    (
        #[doc = $doc:literal]
        $name:ident is $kind:ident {
            $( #[doc = $fdoc:literal] $field:ident : $ty:ty, )*
        }
    ) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct $name {
            $( #[doc = $fdoc] pub $field: $ty, )*
        }

        impl $name {
            /// What a row of this kind is.
            pub const DOC: &'static str = $doc;
            /// The fields, in wire and column order.
            pub const FIELDS: &'static [$crate::record::Field] = &[
                $( $crate::record::Field {
                    name: stringify!($field),
                    shape: <$ty as $crate::slot::Slot>::SHAPE,
                    doc: $fdoc,
                }, )*
            ];

            /// Every field by its shape, in the order of the fields.
            pub fn slots_mut(&mut self) -> [$crate::slot::SlotMut<'_>; Self::FIELDS.len()] {
                [ $( $crate::slot::Slot::slot_mut(&mut self.$field), )* ]
            }
        }

        impl $crate::record::Record for $name {
            fn kind(&self) -> $crate::record::Kind {
                $crate::record::Kind::$kind
            }
            fn clear(&mut self) {
                $( $crate::slot::Slot::clear(&mut self.$field); )*
            }
            fn encode(&self, out: &mut Vec<u8>) {
                $( $crate::slot::Slot::encode(&self.$field, out); )*
            }
        }
    };
}
pub(crate) use record;

/// Keeps the trait in scope for the macro's users.
pub use slot::Slot;

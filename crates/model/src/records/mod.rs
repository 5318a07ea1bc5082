//! The kinds of record, one file each; fields in the order of wire and columns.

mod account;
mod activity;
mod contact;
mod entry;
mod lease;
mod login;
mod media;
mod mention;
mod message;
mod position;
mod session;
mod transfer;
mod trip;

pub use account::Account;
pub use activity::Activity;
pub use contact::Contact;
pub use entry::Entry;
pub use lease::Lease;
pub use login::Login;
pub use media::Media;
pub use mention::PartyMention;
pub use message::Message;
pub use position::Position;
pub use session::Session;
pub use transfer::Transfer;
pub use trip::Trip;

//! The kinds of record, one file each; fields in the order of wire and columns.

mod account;
mod contact;
mod entry;
mod login;
mod media;
mod mention;
mod message;
mod session;
mod transfer;
mod trip;

pub use account::Account;
pub use contact::Contact;
pub use entry::Entry;
pub use login::Login;
pub use media::Media;
pub use mention::PartyMention;
pub use message::Message;
pub use session::Session;
pub use transfer::Transfer;
pub use trip::Trip;

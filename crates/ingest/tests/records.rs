//! What single formats make of real files and of fixtures, and what holds for all of them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod collected;

#[path = "records/boarding_passes.rs"]
mod boarding_passes;
#[path = "records/camt.rs"]
mod camt;
#[path = "records/cards_and_calendars.rs"]
mod cards_and_calendars;
#[path = "records/caseuco.rs"]
mod caseuco;
#[path = "records/chains.rs"]
mod chains;
#[path = "records/charging.rs"]
mod charging;
#[path = "records/containers.rs"]
mod containers;
#[path = "records/cybertip.rs"]
mod cybertip;
#[path = "records/dfxml.rs"]
mod dfxml;
#[path = "records/discord.rs"]
mod discord;
#[path = "records/edifact.rs"]
mod edifact;
#[path = "records/email.rs"]
mod email;
#[path = "records/file_lists.rs"]
mod file_lists;
#[path = "records/ftm.rs"]
mod ftm;
#[path = "records/geojson.rs"]
mod geojson;
#[path = "records/goaml.rs"]
mod goaml;
#[path = "records/google_activity.rs"]
mod google_activity;
#[path = "records/google_chat.rs"]
mod google_chat;
#[path = "records/google_subscriber.rs"]
mod google_subscriber;
#[path = "records/google_takeout.rs"]
mod google_takeout;
#[path = "records/icloud_records.rs"]
mod icloud_records;
#[path = "records/iso20022.rs"]
mod iso20022;
#[path = "records/lava.rs"]
mod lava;
#[path = "records/leapp.rs"]
mod leapp;
#[path = "records/leveldb.rs"]
mod leveldb;
#[path = "records/manual.rs"]
mod manual;
#[path = "records/meta.rs"]
mod meta;
#[path = "records/meta_return.rs"]
mod meta_return;
#[path = "records/mt.rs"]
mod mt;
#[path = "records/nmea.rs"]
mod nmea;
#[path = "records/ofx.rs"]
mod ofx;
#[path = "records/signal.rs"]
mod signal;
#[path = "records/skype.rs"]
mod skype;
#[path = "records/snapchat.rs"]
mod snapchat;
#[path = "records/snapchat_return.rs"]
mod snapchat_return;
#[path = "records/sqlite.rs"]
mod sqlite;
#[path = "records/sqlite_programs.rs"]
mod sqlite_programs;
#[path = "records/sqlite_telegram.rs"]
mod sqlite_telegram;
#[path = "records/tagpack.rs"]
mod tagpack;
#[path = "records/telegram.rs"]
mod telegram;
#[path = "records/timeline.rs"]
mod timeline;
#[path = "records/tracks.rs"]
mod tracks;
#[path = "records/twitter.rs"]
mod twitter;
#[path = "records/ufed.rs"]
mod ufed;
#[path = "records/vics.rs"]
mod vics;
#[path = "records/whatsapp.rs"]
mod whatsapp;

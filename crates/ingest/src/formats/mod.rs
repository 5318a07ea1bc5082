//! The register of source formats: one line each. A format is added here and nowhere else.

mod app_identity;
pub mod bcbp;
pub mod bodyfile;
pub mod camt;
pub mod caseuco;
pub mod charging;
mod content_lines;
mod coordinates;
pub mod cybertip;
mod date_order;
pub(crate) mod decoded;
mod degrees;
pub mod delimited;
pub mod dfxml;
pub mod discord;
pub mod edifact;
pub mod email;
pub(crate) mod extra;
pub(crate) mod foreign;
pub mod ftm;
pub mod geojson;
pub mod goaml;
pub mod google_activity;
pub mod google_chat;
pub mod google_subscriber;
pub mod google_takeout;
pub mod gpx;
pub mod hashlist;
mod html;
pub mod icalendar;
pub mod icloud_records;
pub mod iso20022;
mod json;
pub mod kml;
pub mod leapp;
pub mod leveldb;
pub(crate) mod lines;
pub mod meta;
pub mod meta_return;
pub mod mt;
pub mod nmea;
pub mod ofx;
pub(crate) mod outline;
pub(crate) mod plist;
pub mod signal;
pub mod skype;
pub mod snapchat;
pub mod snapchat_return;
pub mod sqlite;
pub mod tagpack;
mod teams_calls;
pub mod telegram;
pub mod timeline;
mod travel;
pub mod twitter;
pub mod ufed;
pub mod vcard;
pub mod vics;
pub mod whatsapp;
mod xml;
pub(crate) mod xml_head;
mod xml_tree;

use crate::format::SourceFormat;

/// Every format the house can read, in the order in which recognition asks them.
pub static FORMATS: &[&dyn SourceFormat] = &[
    &camt::Camt,
    &iso20022::Iso20022,
    &goaml::GoAml,
    &mt::SwiftMt,
    &ofx::Ofx,
    &gpx::Gpx,
    &kml::Kml,
    &geojson::GeoJson,
    &nmea::Nmea,
    &edifact::Edifact,
    &bcbp::Bcbp,
    &cybertip::CyberTip,
    &google_activity::GoogleActivity,
    &google_chat::GoogleChat,
    &google_subscriber::GoogleSubscriber,
    &google_takeout::GoogleTakeout,
    &meta::Meta,
    &meta_return::MetaReturn,
    &discord::Discord,
    &snapchat::Snapchat,
    &snapchat_return::SnapchatReturn,
    &signal::Signal,
    &twitter::Twitter,
    &skype::Skype,
    &icloud_records::ICloudRecords,
    &sqlite::Sqlite,
    &leveldb::LevelDb,
    &vcard::Vcard,
    &icalendar::ICalendar,
    &email::Email,
    &telegram::Telegram,
    &caseuco::CaseUco,
    &ftm::FollowTheMoney,
    &charging::Charging,
    &tagpack::TagPack,
    &ufed::Ufed,
    &whatsapp::WhatsApp,
    &dfxml::Dfxml,
    &vics::Vics,
    &timeline::Timeline,
    &leapp::Leapp,
    &bodyfile::Bodyfile,
    &hashlist::HashList,
    &delimited::Delimited,
    &delimited::Workbook,
];

/// Readers that only a command asks for, by their code; recognition never picks one.
pub static ASKED_FOR: &[&dyn SourceFormat] = &[&delimited::Proposal];

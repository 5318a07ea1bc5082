//! Meta: the data of a Facebook, Instagram or Messenger account as its holder downloads it (JSON).
//!
//! Messages become messages, calls sessions, sign-ins and sign-outs logins, friends and followers
//! contacts, the profile an account.
//!
//! - **Versions:** `message_N.json` (since 2018) and the export of end-to-end encrypted chats
//!   (`threadName`, since 2024); lists of account activity `…_v2`, `…_v3` of Facebook;
//!   `string_map_data` and `string_list_data` of Instagram.
//! - **Recognised by:** `messages` with `sender_name` and `timestamp_ms` (or `senderName`), lists
//!   with `string_map_data` or `string_list_data`, or the lists of Facebook's account activity,
//!   friends and profile by the keys of their items.
//! - **Specification:** none is published; the keys are those of RLEAPP (`instagram…`,
//!   `facebookE2EMessages`) and of public readers of these exports.
//! - **Text** is written by Meta as the bytes of UTF-8, each as if it were a character of Latin-1.
//!   It is put right where all of it is UTF-8, and the text as stated stays in `extra` (`stated`).
//! - **Times** are seconds or milliseconds since 1970 in UTC, as the key says (`…_ms`).
//! - **Accounts:** messages name people by name only. A chat of two gives the other one as receiver.
//! - **Labels:** Instagram translates the labels of its lists; addresses and times are found by
//!   their form, everything else stays in `extra` under its label.
//! - **Known limits:** no file made by others was at hand; structure and keys are those that public
//!   readers name. returns to authorities (HTML, PDF) and exports in HTML are other formats.
//!   Whether the time of a call is its beginning or its end is not said; both are intervals as long
//!   as the call.

mod activity;
mod chat;

use std::borrow::Cow;

use super::outline::{Layout, Prologue, Section};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Keys of a message that are known and have no field of their own.
const MESSAGE: &[&str] = &[
    "type",
    "reactions",
    "is_geoblocked_for_viewer",
    "is_unsent_image_by_messenger_kid_parent",
    "is_taken_down",
    "share",
    "photos",
    "videos",
    "audio_files",
    "files",
    "gifs",
    "sticker",
    "media",
    "users",
    "bumped_message_metadata",
    "sender_id_INTERNAL",
    "call_duration",
    "missed",
    "ip",
    "content",
    "text",
    "isUnsent",
    "is_unsent",
];

/// Keys of account activity and of contacts.
const ACTIVITY: &[&str] = &[
    "title",
    "media_map_data",
    "media_list_data",
    "string_map_data",
    "string_list_data",
    "datr_cookie",
    "city",
    "region",
    "country",
    "site_name",
    "site",
    "session",
    "extra_info",
    "location",
    "app",
    "session_type",
    "name",
    "emails",
    "birthday",
    "gender",
    "phone_numbers",
    "updated_timestamp",
    "href",
    "label_values",
    "fbid",
    "media",
];

macro_rules! row {
    ($path:literal, $known:ident, $fill:path) => {
        Section { path: $path, known: $known, fill: $fill }
    };
}

static SECTIONS: [Section; 24] = [
    row!("messages/*", MESSAGE, chat::message),
    row!("account_activity_v2/*", ACTIVITY, activity::login),
    row!("account_accesses_v2/*", ACTIVITY, activity::login),
    row!("active_sessions_v2/*", ACTIVITY, activity::login),
    row!("used_ip_address_v2/*", ACTIVITY, activity::login),
    row!("login_protection_v2/*", ACTIVITY, activity::other),
    row!("admin_records_v2/*", ACTIVITY, activity::other),
    row!("recognized_devices_v2/*", ACTIVITY, activity::other),
    row!("friends_v2/*", ACTIVITY, activity::contact),
    row!("deleted_friends_v2/*", ACTIVITY, activity::contact),
    row!("rejected_requests_v2/*", ACTIVITY, activity::contact),
    row!("received_requests_v2/*", ACTIVITY, activity::contact),
    row!("sent_requests_v2/*", ACTIVITY, activity::contact),
    row!("following_v2/*", ACTIVITY, activity::contact),
    row!("following_v3/*", ACTIVITY, activity::contact),
    row!("followers_v2/*", ACTIVITY, activity::contact),
    row!("followers_v3/*", ACTIVITY, activity::contact),
    row!("profile_v2", ACTIVITY, activity::profile),
    row!("account_history_login_history/*", ACTIVITY, activity::labelled_login),
    row!("account_history_logout_history/*", ACTIVITY, activity::labelled_login),
    row!("account_history_registration_info/*", ACTIVITY, activity::labelled_account),
    row!("profile_user/*", ACTIVITY, activity::labelled_account),
    row!("#", ACTIVITY, activity::labelled),
    row!("*/#", ACTIVITY, activity::labelled),
];

static LAYOUT: Layout = Layout {
    signs: &[
        &["messages/*/sender_name", "messages/*/timestamp_ms"],
        &["messages/*/senderName", "messages/*/timestamp", "participants"],
        &["participants", "thread_path", "messages"],
        &["*/*/string_map_data"],
        &["*/*/string_list_data/*/timestamp"],
        &["*/string_list_data/*/timestamp"],
        &["*/media/*/creation_timestamp", "*/media/*/uri"],
        &["*/*/media/*/creation_timestamp"],
        &["*/label_values/*/label"],
        &["*/*/label_values/*/label"],
        &["account_activity_v2/*/timestamp"],
        &["account_accesses_v2/*/timestamp"],
        &["active_sessions_v2"],
        &["used_ip_address_v2"],
        &["admin_records_v2/*/event"],
        &["friends_v2/*/name"],
        &["deleted_friends_v2/*/name"],
        &["followers_v3/*/name"],
        &["following_v3/*/name"],
        &["followers_v2/*/name"],
        &["following_v2/*/name"],
        &["received_requests_v2/*/name"],
        &["sent_requests_v2/*/name"],
        &["rejected_requests_v2/*/name"],
        &["profile_v2/name"],
    ],
    facts: &[
        "participants",
        "title",
        "thread_path",
        "threadName",
        "is_still_participant",
        "joinable_mode",
        "magic_words",
        "image",
        "thread_type",
    ],
    sections: &[&SECTIONS],
    prologue: Prologue::None,
    operator_zone: None,
    settle: |_| {},
};

/// Downloads of Meta accounts; see the module.
#[derive(Debug)]
pub struct Meta;

impl SourceFormat for Meta {
    fn code(&self) -> &'static str {
        "meta"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        LAYOUT.recognise(head)
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        LAYOUT.read("meta", source, sink)
    }
}

/// Puts right a text whose bytes of UTF-8 were written as characters of Latin-1; a text of which
/// not all is UTF-8 stays as it stands.
fn mended(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    match bytes.map(String::from_utf8) {
        Some(Ok(mended)) => Cow::Owned(mended),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_put_right_only_where_all_of_it_is_utf_8() {
        assert_eq!(mended("caff\u{c3}\u{a8}"), "caffè");
        assert_eq!(mended("\u{f0}\u{9f}\u{99}\u{82}"), "🙂");
        assert_eq!(mended("caffè"), "caffè");
        assert_eq!(mended("plain"), "plain");
        assert_eq!(mended("già €"), "già €");
    }
}

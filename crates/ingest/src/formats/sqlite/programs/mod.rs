//! The programs whose databases are read: one file each, one line in the register.

mod address_list;
mod android_calls;
mod android_contacts;
mod android_messages;
mod browsers;
mod google_messages;
mod ios_accounts;
mod ios_calls;
mod ios_contacts;
mod ios_messages;
mod ios_text;
mod kik;
mod lava;
mod nsrl;
mod skype;
mod skype_s4l;
mod teams;
mod teams_calls;
mod telegram;
mod telegram_android;
mod telegram_ios;
mod telegram_postbox;
mod telegram_tl;
mod viber_android;
mod viber_ios;
mod way;
mod whatsapp_android;
mod whatsapp_android_old;
mod whatsapp_ios;

use super::reading::Reading;
use super::schema::Schema;
use crate::sink::Halt;

/// A program that keeps a database.
pub(super) trait Program: Sync {
    /// What it is, for a person.
    fn name(&self) -> &'static str;

    /// Whether these are its tables.
    fn knows(&self, schema: &Schema) -> bool;

    /// Reads its tables.
    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt>;
}

/// Every program whose tables are known; a database may be known to several.
pub(super) static PROGRAMS: &[&dyn Program] = &[
    &android_contacts::Contacts,
    &android_calls::Calls,
    &android_messages::Messages,
    &ios_contacts::Contacts,
    &ios_calls::Calls,
    &google_messages::Messages,
    &ios_messages::Messages,
    &ios_accounts::Accounts,
    &skype::Skype,
    &skype_s4l::Skype,
    &whatsapp_android::WhatsApp,
    &whatsapp_ios::WhatsApp,
    &telegram_android::Telegram,
    &telegram_ios::Telegram,
    &viber_android::Viber,
    &viber_ios::Viber,
    &kik::Kik,
    &teams::Teams,
    &lava::Lava,
    &browsers::CHROME,
    &browsers::FIREFOX,
    &browsers::SAFARI,
    &nsrl::Nsrl,
];

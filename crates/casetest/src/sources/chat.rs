//! What chat programs export: Telegram Desktop JSON and WhatsApp text, with neutral filler.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::out;
use crate::calendar::{PAYER_ZONE, text, zone};
use crate::plan::{Message, Plan};

/// Neutral filler: what the messages of the synthetic case say.
const FILLER: &[&str] =
    &["lorem ipsum", "dolor sit amet", "consectetur", "adipiscing elit", "sed do"];

/// What the message at this position of its chat says.
fn filler(at: usize) -> &'static str {
    FILLER.iter().cycle().nth(at % FILLER.len()).copied().unwrap_or_default()
}

/// A full account export, its members in the order in which the program writes them.
#[derive(Serialize)]
struct Export {
    about: &'static str,
    chats: Chats,
}

#[derive(Serialize)]
struct Chats {
    about: &'static str,
    list: Vec<Chat>,
}

#[derive(Serialize)]
struct Chat {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    id: u64,
    messages: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    id: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    date: String,
    date_unixtime: String,
    from: String,
    from_id: String,
    text: &'static str,
}

/// Writes the messages of even chat pairs as one full Telegram account export.
pub(crate) fn telegram(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let home = zone(PAYER_ZONE);
    let mut list = Vec::new();
    let mut rows = 0;
    for (pair, messages) in by_pair(plan).filter(|(pair, _)| (pair / 7) % 2 == 0) {
        let Some((payer, payee)) = people(plan, pair) else { continue };
        let told: Vec<Told> = messages
            .iter()
            .enumerate()
            .map(|(at, message)| {
                let writer = if message.from_payer { payer } else { payee };
                Told {
                    id: at + 1,
                    kind: "message",
                    date: text(message.at_s, &home, "%Y-%m-%dT%H:%M:%S"),
                    date_unixtime: message.at_s.to_string(),
                    from: writer.name(),
                    from_id: format!("user{}", &writer.account[1..]),
                    text: filler(at),
                }
            })
            .collect();
        rows += told.len() as u64;
        let id = payee.account[1..].parse().unwrap_or(0);
        list.push(Chat { name: payee.name(), kind: "personal_chat", id, messages: told });
    }
    let about = "Here is the data you requested.";
    let export = Export { about, chats: Chats { about, list } };
    let mut out = out(folder, "telegram-result.json")?;
    serde_json::to_writer_pretty(&mut out, &export)?;
    out.flush()?;
    Ok(rows)
}

/// Writes one odd chat pair as a WhatsApp text export, day first, without a zone.
pub(crate) fn whatsapp(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let home = zone(PAYER_ZONE);
    let mut out = out(folder, "WhatsApp Chat.txt")?;
    let mut rows = 0;
    let chat = by_pair(plan).find(|(pair, _)| (pair / 7) % 2 == 1);
    let Some((pair, messages)) = chat else { return Ok(0) };
    let Some((payer, payee)) = people(plan, pair) else { return Ok(0) };
    for (at, message) in messages.iter().enumerate() {
        let when = text(message.at_s, &home, "%d/%m/%y, %H:%M");
        let writer = if message.from_payer { payer.name() } else { payee.phone.clone() };
        writeln!(out, "{when} - {writer}: {}", filler(at))?;
        if at % 9 == 4 {
            writeln!(out, "second line of the same message")?;
        }
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

fn by_pair(plan: &Plan) -> impl Iterator<Item = (u32, &[Message])> {
    plan.messages
        .chunk_by(|one, two| one.pair == two.pair)
        .filter_map(|chunk| chunk.first().map(|message| (message.pair, chunk)))
}

fn people(plan: &Plan, pair: u32) -> Option<(&crate::people::Person, &crate::people::Person)> {
    let pair = plan.pairs.get(pair as usize)?;
    Some((plan.people.get(pair.payer as usize)?, plan.people.get(pair.payee as usize)?))
}

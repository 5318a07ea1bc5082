//! Accounts set up on an iPhone or a Mac: `Accounts3.sqlite`, `Accounts4.sqlite`.
//!
//! - **Recognised by:** `ZACCOUNT` with `ZUSERNAME` and `ZACCOUNTTYPE`, beside `ZACCOUNTTYPE`.
//! - **Specification:** none published; columns as iLEAPP (`accountData.py`) and plaso
//!   (`ios_accounts`) read them.
//! - **Fields kept:** the user name, `ZDATE` (seconds since 2001), the type of the account; the rest in
//!   `extra`.
//! - **Fields dropped:** tables of credentials are counted and not read.

use super::Program;
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// The accounts; see the module.
pub(super) struct Accounts;

/// Types by their number: identifier and name.
type Types = Known<(String, String)>;

impl Program for Accounts {
    fn name(&self) -> &'static str {
        "iOS accounts"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("ZACCOUNT", &["ZUSERNAME", "ZACCOUNTTYPE", "ZIDENTIFIER"])
            && schema.has("ZACCOUNTTYPE", &["ZIDENTIFIER"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let mut types = Types::default();
        reading.look_up("ZACCOUNTTYPE", &mut |row| {
            let identifier = row.text("ZIDENTIFIER")?.into_owned();
            let name = row.text("ZACCOUNTTYPEDESCRIPTION")?.into_owned();
            if let Some(key) = row.integer("Z_PK")? {
                let bytes = identifier.len() + name.len();
                types.insert(key, (identifier, name), bytes);
            }
            Ok(())
        })?;
        reading.pour("ZACCOUNT", &mut |row, writer| fill(row, writer, &types))
    }
}

fn fill(row: &RowView<'_>, writer: &mut Writer, types: &Types) -> Result<Filled, Fault> {
    let Writer { account, people, clock, extra, .. } = writer;
    let kind = types.get(row.integer("ZACCOUNTTYPE")?);
    let (identifier, name) = kind.map_or(("", ""), |(identifier, name)| (identifier, name));
    account.platform.set(&if name.is_empty() { identifier } else { name }.to_lowercase());
    account.account_type.set(identifier);
    people.address(&row.text("ZUSERNAME")?, &mut account.holder);
    clock.read(row, &["ZDATE"], Unit::AppleSeconds, &mut account.opened)?;
    extra.add("ZACCOUNTDESCRIPTION", &row.text("ZACCOUNTDESCRIPTION")?);
    Ok(Filled::Account)
}

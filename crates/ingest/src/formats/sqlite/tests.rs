//! The reader against SQLite itself: databases that Python's `sqlite3` makes, row for row.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::process::Command;

use model::record::Kind;

use super::cursor::Step;
use super::database::{Database, walk};
use super::pages::{Origin, View};
use super::row::Row;
use super::row_view::{Columns, Datum, RowView};
use crate::settings::Settings;
use crate::sink::Sink;

/// Runs Python with this script in a new folder; `None`, with a message, where there is no Python.
pub(super) fn python(script: &str) -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let ran = Command::new("python3").arg("-c").arg(script).current_dir(folder.path()).output();
    let Ok(ran) = ran else {
        eprintln!("skipped: no python3 to make databases with");
        return None;
    };
    let error = String::from_utf8_lossy(&ran.stderr);
    if error.contains("No module named") {
        eprintln!("skipped: python3 without sqlite3");
        return None;
    }
    assert!(ran.status.success(), "{error}");
    Some(folder)
}

/// Every row of every table, as Python's `repr` of a list would write it.
fn rows(database: &mut Database<'_>, view: View) -> BTreeMap<String, Vec<String>> {
    let mut out = BTreeMap::new();
    let before = database.before.as_ref().filter(|_| view == View::Database);
    for table in before.unwrap_or(&database.schema).tables.clone() {
        let columns = Columns::new(&table, database.header.encoding);
        let names: Vec<&'static str> =
            table.layout.columns.iter().map(|c| &*c.name.clone().leak()).collect();
        let mut cursor = walk(&table, view);
        let mut row = Row::default();
        let mut lines = Vec::new();
        loop {
            match cursor.next(&mut database.pages, &mut row).unwrap() {
                Step::Row => {
                    let row_view = RowView::new(&columns, &row);
                    let cells: Vec<_> = names.iter().map(|n| shown(&row_view.datum(n))).collect();
                    lines.push(cells.join("|"));
                }
                Step::End => break,
                other => panic!("{}: {other:?}", table.name),
            }
        }
        if view == database.view {
            assert_eq!(database.count(&table).unwrap(), (lines.len() as u64, true));
        }
        out.insert(table.name.clone(), lines);
    }
    out
}

fn shown(datum: &Datum<'_>) -> String {
    let hex = |bytes: &[u8]| {
        let mut hex = String::with_capacity(2 * bytes.len());
        for byte in bytes {
            std::fmt::Write::write_fmt(&mut hex, format_args!("{byte:02x}")).unwrap();
        }
        hex
    };
    match datum {
        Datum::Null => "null".into(),
        Datum::Integer(value) => format!("i{value}"),
        Datum::Real(value) => format!("r{:016x}", value.to_bits()),
        Datum::Text(text) => format!("t{}", hex(text.as_bytes())),
        Datum::Bytes(bytes) => format!("b{}", hex(bytes)),
        Datum::Cut(len) => format!("cut {len}"),
    }
}

/// Python that writes what `rows` gives into `<database>.txt`.
const DUMP: &str = r#"
import sqlite3, struct
def shown(v):
    if v is None: return 'null'
    if isinstance(v, int): return 'i%d' % v
    if isinstance(v, float): return 'r%016x' % struct.unpack('>Q', struct.pack('>d', v))[0]
    if isinstance(v, str): return 't' + v.encode('utf-8').hex()
    return 'b' + v.hex()
def dump(db, path):
    out = open(path, 'w')
    for name, root in db.execute("select name, rootpage from sqlite_master where type='table' and rootpage>0").fetchall():
        out.write('TABLE ' + name + '\n')
        for row in db.execute('select * from "%s"' % name):
            out.write('|'.join(shown(v) for v in row) + '\n')
    out.close()
"#;

/// Databases of one page size with everything a reader can get wrong.
const ALL: &str = r#"
import random, sys
random.seed(7)
for page in (512, 4096, 65536):
  for encoding in ('UTF-8', 'UTF-16le', 'UTF-16be'):
    for vacuum in (0, 1):
      path = '%d-%s-%d.db' % (page, encoding, vacuum)
      db = sqlite3.connect(path)
      db.execute('pragma page_size=%d' % page); db.execute('pragma encoding="%s"' % encoding)
      db.execute('pragma auto_vacuum=%d' % vacuum)
      db.execute('create table plain(id integer primary key, a, b text, c real, d blob)')
      db.execute('create table "odd name"([x y] int, "z" text not null default \'none\', primary key(z, [x y])) without rowid')
      db.execute('create table late(a text, b integer, primary key(b))')
      db.execute('create table empty(a, b)')
      for i in range(200):
        size = random.choice((0, 5, 40, 400, 400, 1500)) if i % 50 else 90000
        text = 'x\u00e9\U0001f600' * (size // 8)
        number = random.choice((0, 1, -1, 127, -128, 40000, -8388608, 2**31, 2**47 - 1, -2**47, 2**62, -2**63))
        db.execute('insert into plain values(?,?,?,?,?)', (i * 3 - 50, number, text, random.random() * number, bytes(size % 700)))
        db.execute('insert into "odd name" values(?,?)', (i, '\u00fc' * (i * 7 % 900)))
        db.execute('insert into late values(?,?)', ('t%d' % i, 1000 - i))
      db.execute('alter table late add column added text default \'was not there\'')
      db.execute('alter table late add column more int default -4')
      db.execute('alter table late add column none')
      db.execute('insert into late values(?,?,?,?,?)', ('new', 5000, 'a', 1, 2))
      db.execute('delete from plain where id % 7 = 0')
      db.execute('create table after(a, b)')
      db.execute("insert into after values(1, 'two')")
      db.commit()
      dump(db, path + '.txt')
      db.close()
"#;

fn expected(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines() {
        if let Some(table) = line.strip_prefix("TABLE ") {
            table.clone_into(&mut name);
            out.insert(name.clone(), Vec::new());
        } else {
            out.get_mut(&name).unwrap().push(line.to_owned());
        }
    }
    out
}

#[test]
fn every_row_of_every_kind_of_database_is_the_one_sqlite_gives() {
    let Some(folder) = python(&format!("{DUMP}{ALL}")) else { return };
    let mut databases = 0;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "db") {
            continue;
        }
        let mut bytes = Cursor::new(std::fs::read(&path).unwrap());
        let mut database = Database::open(&mut bytes, None).unwrap();
        let found = rows(&mut database, View::Database);
        let wanted = expected(&std::fs::read_to_string(path.with_extension("db.txt")).unwrap());
        assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
        for (table, rows) in &wanted {
            assert!(found[table] == *rows, "{}: {table}", path.display());
        }
        databases += 1;
    }
    assert_eq!(databases, 18);
}

const WAL: &str = r#"
db = sqlite3.connect('wal.db', isolation_level=None)
db.execute('pragma page_size=1024'); db.execute('pragma journal_mode=wal')
db.execute('pragma wal_autocheckpoint=0')
db.execute('create table t(id integer primary key, a text)')
db.execute('begin')
for i in range(300): db.execute('insert into t values(?,?)', (i, 'first %d' % i))
db.execute('commit')
db.execute('pragma wal_checkpoint(truncate)')
dump(db, 'before.txt')
db.execute('update t set a = ? where id = 7', ('changed',))
db.execute('delete from t where id = 9')
db.execute('begin')
for i in range(300, 700): db.execute('insert into t values(?,?)', (i, 'second %d' % i))
db.execute('create table fresh(a)'); db.execute("insert into fresh values('b')")
db.execute('commit')
dump(db, 'after.txt')
import shutil
shutil.copy('wal.db', 'copy.db'); shutil.copy('wal.db-wal', 'copy.wal')
# A transaction that never ends: its pages are spilt into the log before the commit.
db.execute('pragma cache_size=5'); db.execute('pragma cache_spill=1')
db.execute('begin')
for i in range(1000, 3000): db.execute('insert into t values(?,?)', (i, 'never ' * 20))
shutil.copy('wal.db', 'tail.db'); shutil.copy('wal.db-wal', 'tail.wal')
"#;

#[test]
fn a_log_lies_over_the_database_up_to_its_last_commit() {
    let Some(folder) = python(&format!("{DUMP}{WAL}")) else { return };
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let text = |name: &str| expected(&String::from_utf8(read(name)).unwrap());
    for name in ["copy", "tail"] {
        let mut main = Cursor::new(read(&format!("{name}.db")));
        let log = read(&format!("{name}.wal"));
        let mut wal = Cursor::new(log.clone());
        let mut database = Database::open(&mut main, Some(&mut wal)).unwrap();
        assert_eq!(database.log_fault, None);
        assert_eq!(rows(&mut database, View::WithLog), text("after.txt"), "{name}");
        assert_eq!(rows(&mut database, View::Database)["t"], text("before.txt")["t"], "{name}");
        assert_eq!(database.pages.log().uncommitted > 0, name == "tail");
        // One byte of a frame changed: that transaction and what follows it do not count.
        let mut spoilt = log;
        spoilt[32 + 24 + 500] ^= 1;
        let (mut main, mut wal) = (Cursor::new(read("copy.db")), Cursor::new(spoilt));
        let mut database = Database::open(&mut main, Some(&mut wal)).unwrap();
        assert_eq!(database.pages.log().committed, 0);
        assert_eq!(rows(&mut database, View::WithLog)["t"], text("before.txt")["t"]);
    }
}

#[test]
fn a_log_of_another_page_size_or_no_log_at_all_is_left_aside_and_told() {
    let Some(folder) = python(&format!("{DUMP}{WAL}")) else { return };
    let main = std::fs::read(folder.path().join("copy.db")).unwrap();
    let mut log = std::fs::read(folder.path().join("copy.wal")).unwrap();
    log[10] = 0x10;
    for log in [log, vec![b'x'; 100]] {
        let (mut main, mut wal) = (Cursor::new(main.clone()), Cursor::new(log));
        let database = Database::open(&mut main, Some(&mut wal)).unwrap();
        assert!(database.log_fault.is_some());
    }
}

/// What a message states of itself: state, body, place, `extra`.
type Told = (String, String, model::Place, String);

/// Collects messages; other records are none of these tests' business.
#[derive(Default)]
struct Messages(Vec<Told>, Vec<crate::sink::Note>);

impl crate::sink::Outlet for Messages {
    fn record(&mut self, kind: Kind, place: &model::Place, slots: &[u8]) -> std::io::Result<()> {
        let mut texts = BTreeMap::new();
        model::wire::read_slots(kind, slots, |index, slot| {
            if let model::wire::SlotRef::Text(text) = slot {
                texts.insert(kind.fields()[index].name, text.to_owned());
            }
        })
        .unwrap();
        let mut take = |name| texts.remove(name).unwrap_or_default();
        self.0.push((take("state"), take("body"), place.clone(), take("extra")));
        Ok(())
    }
    fn reject(&mut self, reject: &model::Reject) -> std::io::Result<()> {
        panic!("{reject}");
    }
    fn note(&mut self, note: &crate::sink::Note) -> std::io::Result<()> {
        self.1.push(note.clone());
        Ok(())
    }
    fn skip(&mut self, _: &model::Place, _: crate::sink::SkipReason) -> std::io::Result<()> {
        Ok(())
    }
}

fn messages(main: Vec<u8>, wal: Option<Vec<u8>>) -> Messages {
    let mut out = Messages::default();
    let mut sink = Sink::new(&mut out);
    let (mut main, mut wal) = (Cursor::new(main), wal.map(Cursor::new));
    let wal = wal.as_mut().map(|wal| wal as &mut dyn crate::format::ReadSeek);
    super::read(&mut main, wal, &Settings::default(), &mut sink).unwrap();
    sink.finish().unwrap();
    out
}

/// Python that makes an empty store of messages and writes bodies into a file.
const STORE: &str = r"
import sqlite3, random, shutil
random.seed(11)
def store(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute('pragma secure_delete=0'); db.execute('pragma page_size=1024')
    db.execute('create table sms(_id integer primary key, thread_id integer, address text, person integer, date integer, date_sent integer default 0, read integer default 0, type integer, body text, service_center text)')
    db.execute('create table pairs(_id integer primary key, a integer, b integer, c integer, d text, e text, f text)')
    return db
def add(db, i, words):
    db.execute('insert into sms values(?,?,?,?,?,?,?,?,?,?)', (i, i % 9, '+3902664%05d' % i, None, 1700000000000 + i * 60000, 0, 1, 1 + i % 2, 'message %d %s' % (i, words), None))
def bodies(db, path):
    open(path, 'w').write('\n'.join(row[0] for row in db.execute('select body from sms order by _id')))
";

const DELETED: &str = r#"
db = store('gone.db')
db.execute('begin')
for i in range(1, 1500): add(db, i, 'word ' * random.choice((1, 3, 8, 300)))
for i in range(300): db.execute('insert into pairs values(?,?,?,?,?,?,?)', (i, i, i, i, 'x', 'y', 'z'))
db.execute('commit')
bodies(db, 'all.txt')
for i in range(5, 700, 31): db.execute('delete from sms where _id=?', (i,))
db.execute('delete from sms where _id between 800 and 1300')
db.execute("update sms set body = body || ' more' where _id in (20, 21, 22)")
bodies(db, 'live.txt')
db.close()
"#;

#[test]
fn deleted_rows_are_recovered_and_nothing_else_is() {
    let Some(folder) = python(&format!("{STORE}{DELETED}")) else { return };
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let bytes = std::fs::read(folder.path().join("gone.db")).unwrap();
    let told = messages(bytes.clone(), None);
    let of = |state: &str| -> Vec<String> {
        told.0.iter().filter(|told| told.0 == state).map(|told| told.1.clone()).collect()
    };
    let (whole, live) = (text("all.txt"), text("live.txt"));
    assert_eq!(of("active"), live.lines().collect::<Vec<_>>());
    let live: std::collections::BTreeSet<&str> = live.lines().collect();
    let gone: std::collections::BTreeSet<&str> =
        whole.lines().filter(|body| !live.contains(body)).collect();
    let recovered = of("recovered");
    for body in &recovered {
        assert!(gone.contains(body.as_str()), "rubbish told as a row: {body:?}");
    }
    let distinct: std::collections::BTreeSet<_> = recovered.iter().collect();
    assert_eq!(distinct.len(), recovered.len(), "a row told twice");
    println!("{} of {} deleted rows recovered", recovered.len(), gone.len());
    assert!(recovered.len() * 10 > gone.len() * 6, "{} of {}", recovered.len(), gone.len());
    for (state, body, place, extra) in &told.0 {
        let start = usize::try_from(place.bytes_start).unwrap();
        let own = &bytes[start..start + usize::try_from(place.bytes_len).unwrap()];
        // The first fragment of a long row holds its beginning.
        let head = &body.as_bytes()[..body.len().min(12)];
        assert!(memchr::memmem::find(own, head).is_some(), "{state} {place}: {body}");
        assert_eq!(extra.contains("recovered_from"), state == "recovered");
    }
}

#[test]
fn nothing_is_recovered_where_deleted_bytes_were_overwritten() {
    let script = format!(
        "{STORE}{}",
        DELETED.replace(
            "db = store('gone.db')",
            "db = store('gone.db'); db.execute('pragma secure_delete=1')"
        )
    );
    let Some(folder) = python(&script) else { return };
    let told = messages(std::fs::read(folder.path().join("gone.db")).unwrap(), None);
    let recovered = told.0.iter().filter(|told| told.0 == "recovered").count();
    assert_eq!(recovered, 0);
}

const LOGGED: &str = r#"
db = store('log.db')
db.execute('pragma journal_mode=wal'); db.execute('pragma wal_autocheckpoint=0')
db.execute('begin')
for i in range(1, 200): add(db, i, 'word ' * 20)
db.execute('commit')
db.execute('pragma wal_checkpoint(truncate)')
db.execute('begin')
db.execute('delete from sms where _id in (50, 51)')
db.execute("update sms set body = 'changed' where _id = 60")
db.execute('update sms set service_center = 1 where _id = 61')
add(db, 900, 'new')
db.execute('commit')
shutil.copy('log.db', 'main.db'); shutil.copy('log.db-wal', 'main.wal')
"#;

#[test]
fn rows_that_the_log_has_added_changed_or_deleted_are_told() {
    let Some(folder) = python(&format!("{STORE}{LOGGED}")) else { return };
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let told = messages(read("main.db"), Some(read("main.wal")));
    let with = |mark: &str| -> Vec<(String, String)> {
        let own = told.0.iter().filter(|told| told.3.contains(mark));
        own.map(|told| (told.0.clone(), told.1.split(" word").next().unwrap().to_owned())).collect()
    };
    let pair = |state: &str, body: &str| (state.to_owned(), body.to_owned());
    assert_eq!(with("\"added\""), [pair("active", "message 900 new")]);
    assert_eq!(
        with("\"write_ahead_log\":\"deleted\""),
        [pair("deleted", "message 50"), pair("deleted", "message 51")]
    );
    // Row 61 changed in no field of a message, so that it stands once.
    assert_eq!(with("\"changed\""), [pair("active", "changed"), pair("active", "message 61")]);
    assert_eq!(with("content before the change"), [pair("deleted", "message 60")]);
    let active = told.0.iter().filter(|told| told.0 == "active").count();
    assert_eq!(active, 199 - 2 + 1);
    let from_log = told.0.iter().filter(|told| told.2.path.contains("write-ahead log bytes"));
    assert!(from_log.clone().count() > 0 && from_log.clone().all(|told| told.2.bytes_len == 0));
    let without = messages(read("main.db"), None);
    assert_eq!(without.0.iter().filter(|told| told.0 == "active").count(), 199);
    let words = |note: &crate::sink::Note| note.to_string().contains("give both together");
    assert!(without.1.iter().any(words));
}

const CHAINED: &str = r"
db = store('chained.db')
db.execute('begin')
for i in range(1, 300): add(db, i, 'y' * 1200)
db.execute('commit')
";

#[test]
fn a_chain_of_pages_that_many_rows_share_belongs_to_the_first() {
    let Some(folder) = python(&format!("{STORE}{CHAINED}")) else { return };
    let mut bytes = std::fs::read(folder.path().join("chained.db")).unwrap();
    let walked = |bytes: &[u8]| {
        let mut main = Cursor::new(bytes);
        let mut database = Database::open(&mut main, None).unwrap();
        let table = database.schema.table("sms").unwrap().clone();
        let mut cursor = walk(&table, View::Database);
        let (mut row, mut links, mut spoilt) = (Row::default(), Vec::new(), 0);
        loop {
            match cursor.next(&mut database.pages, &mut row).unwrap() {
                Step::Row => {
                    let Origin::Database(at) = row.place.origin else { panic!("no log here") };
                    links.push(usize::try_from(at + row.place.len).unwrap() - 4);
                }
                Step::Spoilt(..) => spoilt += 1,
                Step::End => return (links, spoilt),
                Step::BadPage(page, why) => panic!("{page}: {why}"),
            }
        }
    };
    let (links, spoilt) = walked(&bytes);
    assert_eq!((links.len(), spoilt), (299, 0));
    let first: [u8; 4] = bytes[links[0]..links[0] + 4].try_into().unwrap();
    for link in &links {
        bytes[*link..link + 4].copy_from_slice(&first);
    }
    let (links, spoilt) = walked(&bytes);
    assert_eq!((links.len(), spoilt), (1, 298));
}

const MANY: &str = r"
import sqlite3
def store(path, rows):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute('create table jid (_id integer primary key, raw_string text)')
    db.execute('create table chat (_id integer primary key, jid_row_id integer, subject text)')
    db.execute('create table message (_id integer primary key, chat_row_id integer, from_me integer, key_id text, sender_jid_row_id integer, status integer, timestamp integer, received_timestamp integer, message_type integer, text_data text)')
    db.execute('begin')
    for i in range(1, 501):
        db.execute('insert into jid values(?,?)', (i, '3902664%05d@s.whatsapp.net' % i))
        db.execute('insert into chat values(?,?,null)', (i, i))
    for i in range(rows):
        at = 1700000000000 + i * 60000
        db.execute('insert into message values(?,?,?,?,0,0,?,?,0,?)', (i, 1 + i % 500, i % 2, 'K%d' % i, at, at, 'message %d ' % i + 'word ' * 100))
    db.execute('commit')
store('some.db', 20000)
store('many.db', 70000)
";

/// Counts records and keeps none.
#[derive(Default)]
struct Count(u64);

impl crate::sink::Outlet for Count {
    fn record(&mut self, _: Kind, _: &model::Place, _: &[u8]) -> std::io::Result<()> {
        self.0 += 1;
        Ok(())
    }
    fn reject(&mut self, reject: &model::Reject) -> std::io::Result<()> {
        panic!("{reject}");
    }
    fn note(&mut self, _: &crate::sink::Note) -> std::io::Result<()> {
        Ok(())
    }
    fn skip(&mut self, _: &model::Place, _: crate::sink::SkipReason) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn memory_grows_by_a_few_bytes_for_each_message() {
    let Some(folder) = python(MANY) else { return };
    let read = |name: &str| {
        let mut main = std::fs::File::open(folder.path().join(name)).unwrap();
        let mut count = Count::default();
        let mut sink = Sink::new(&mut count);
        super::read(&mut main, None, &Settings::default(), &mut sink).unwrap();
        sink.finish().unwrap();
        (count.0, casetest::usage::peak_bytes())
    };
    // The first fills the cache of pages and what reading telephone numbers takes.
    let (some, before) = read("some.db");
    let (many, after) = read("many.db");
    assert_eq!((some, many), (20_000, 70_000));
    let each = after.saturating_sub(before) / (many - some);
    println!("{each} bytes for each message more");
    assert!(each < 64, "{each} bytes for each of 50,000 messages of 600 bytes");
}

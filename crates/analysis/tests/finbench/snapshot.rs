//! The snapshot's tables, with identifiers and amounts exact.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tutela_analysis::sweep::{Columns, Layout};

/// Places kept of an amount.
const PLACES: usize = 10;

/// One in whole units.
pub(crate) const UNIT: i64 = 10_000_000_000;

/// A transfer, withdrawal, or deposit of a loan (from the loan).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) amount: i64,
    pub(crate) at_us: i64,
}

pub(crate) struct Snapshot {
    /// Accounts by number, ascending.
    accounts: Vec<i64>,
    pub(crate) transfers: Vec<Edge>,
    pub(crate) withdrawals: Vec<Edge>,
    pub(crate) deposits: Vec<Edge>,
    /// Loan, amount, balance.
    pub(crate) loans: Vec<(i64, i64, i64)>,
    /// Person, account.
    pub(crate) owns: Vec<(i64, i64)>,
    /// Medium, kind, whether it is blocked.
    pub(crate) media: Vec<(i64, String, bool)>,
    /// Medium, account, time.
    pub(crate) signs: Vec<(i64, i64, i64)>,
    pub(crate) transferred: Layout,
    pub(crate) withdrawn: Layout,
    pub(crate) period: (i64, i64),
}

/// The folder, filled up with loans and withdrawals where they are absent.
pub(crate) fn folder() -> Option<PathBuf> {
    let given = std::env::var_os("TUTELA_FINBENCH").map(PathBuf::from);
    let real = given.or_else(|| casetest::real::path("finance/finbench/snapshot"))?;
    if real.join("Loan.csv").exists() {
        return Some(real);
    }
    let filled = Path::new(env!("CARGO_TARGET_TMPDIR")).join("finbench");
    std::fs::create_dir_all(&filled).unwrap();
    for file in std::fs::read_dir(&real).unwrap() {
        let file = file.unwrap();
        std::fs::write(filled.join(file.file_name()), std::fs::read(file.path()).unwrap()).unwrap();
    }
    make(&filled);
    Some(filled)
}

/// Loans deposited with accounts that pay much, and withdrawals between accounts.
fn make(folder: &Path) {
    let edges = edges(folder, "AccountTransferAccount");
    let mut spread = 7u64;
    let mut below = |bound: usize| {
        spread =
            spread.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((spread >> 33) % bound as u64).unwrap()
    };
    let (mut loans, mut deposits, mut withdrawals) = (
        "loanId|loanAmount|balance|createTime\n".to_owned(),
        "loanId|accountId|amount|createTime\n".to_owned(),
        "fromId|toId|amount|createTime\n".to_owned(),
    );
    let time = |us: i64| {
        let at = jiff::Timestamp::from_microsecond(us).unwrap();
        at.strftime("%Y-%m-%d %H:%M:%S%.6f").to_string()
    };
    for number in 0..600i64 {
        let edge = edges[below(edges.len())];
        let amount = edge.amount / UNIT + 1;
        let (id, at) = (4_611_686_018_427_387_904 + number, edge.at_us - 3_600_000_000);
        writeln!(loans, "{id}|{}.5|{amount}.25|{}", amount * 3, time(at)).unwrap();
        writeln!(deposits, "{id}|{}|{amount}.125|{}", edge.from, time(at)).unwrap();
    }
    for _ in 0..20_000 {
        let (edge, other) = (edges[below(edges.len())], edges[below(edges.len() / 20)]);
        let (amount, at) = (edge.amount / UNIT / 2 + 2_100, time(edge.at_us + 7_000_000));
        writeln!(withdrawals, "{}|{}|{amount}.75|{at}", edge.to, other.to).unwrap();
    }
    for (name, text) in
        [("Loan", loans), ("LoanDepositAccount", deposits), ("AccountWithdrawAccount", withdrawals)]
    {
        std::fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
}

fn lines(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder.join(format!("{name}.csv"))).unwrap();
    text.lines().skip(1).map(|line| line.split('|').map(str::to_owned).collect()).collect()
}

fn id(text: &str) -> i64 {
    text.parse().unwrap()
}

fn time(text: &str) -> i64 {
    let at: jiff::civil::DateTime = text.replace(' ', "T").parse().unwrap();
    at.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_microsecond()
}

/// A decimal in ten places, the rest rounded half up; exponents as the files write them.
fn amount(text: &str) -> i64 {
    let (text, exponent) = text.split_once(['E', 'e']).unwrap_or((text, "0"));
    let shift: i32 = exponent.parse().unwrap();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{whole}{part}").parse().unwrap();
    let places = i32::try_from(part.len()).unwrap() - shift;
    let missing = i32::try_from(PLACES).unwrap() - places;
    let scaled = if missing >= 0 {
        digits * 10i128.pow(missing.unsigned_abs())
    } else {
        let by = 10i128.pow(missing.unsigned_abs());
        (digits + by / 2) / by
    };
    i64::try_from(scaled).unwrap()
}

fn edges(folder: &Path, name: &str) -> Vec<Edge> {
    let read = |cells: &Vec<String>| Edge {
        from: id(&cells[0]),
        to: id(&cells[1]),
        amount: amount(&cells[2]),
        at_us: time(&cells[3]),
    };
    lines(folder, name).iter().map(read).collect()
}

impl Snapshot {
    pub(crate) fn read(folder: &Path) -> Self {
        let (transfers, withdrawals) =
            (edges(folder, "AccountTransferAccount"), edges(folder, "AccountWithdrawAccount"));
        let deposits = edges(folder, "LoanDepositAccount");
        let mut accounts: Vec<i64> =
            transfers.iter().chain(&withdrawals).flat_map(|edge| [edge.from, edge.to]).collect();
        accounts.extend(deposits.iter().map(|edge| edge.to));
        accounts.sort_unstable();
        accounts.dedup();
        let times = || transfers.iter().map(|edge| edge.at_us);
        let period = (times().min().unwrap(), times().max().unwrap());
        let transferred = laid_out(&accounts, &transfers);
        let withdrawn = laid_out(&accounts, &withdrawals);
        Self {
            loans: lines(folder, "Loan")
                .iter()
                .map(|cells| (id(&cells[0]), amount(&cells[1]), amount(&cells[2])))
                .collect(),
            owns: lines(folder, "PersonOwnAccount")
                .iter()
                .map(|cells| (id(&cells[0]), id(&cells[1])))
                .collect(),
            media: lines(folder, "Medium")
                .iter()
                .map(|cells| (id(&cells[0]), cells[1].clone(), cells[2] == "true"))
                .collect(),
            signs: lines(folder, "MediumSignInAccount")
                .iter()
                .map(|cells| (id(&cells[0]), id(&cells[1]), time(&cells[2])))
                .collect(),
            accounts,
            transfers,
            withdrawals,
            deposits,
            transferred,
            withdrawn,
            period,
        }
    }

    /// The number of an account; an account without any transfer has none.
    pub(crate) fn number(&self, account: i64) -> Option<u32> {
        number(&self.accounts, account)
    }

    pub(crate) fn account(&self, number: u32) -> i64 {
        self.accounts[number as usize]
    }
}

fn number(accounts: &[i64], account: i64) -> Option<u32> {
    u32::try_from(accounts.binary_search(&account).ok()?).ok()
}

fn laid_out(accounts: &[i64], edges: &[Edge]) -> Layout {
    let column = |of: fn(&Edge) -> i64| -> Vec<u32> {
        edges.iter().map(|edge| number(accounts, of(edge)).unwrap()).collect()
    };
    let (payer, payee) = (column(|edge| edge.from), column(|edge| edge.to));
    let at_us: Vec<i64> = edges.iter().map(|edge| edge.at_us).collect();
    let minor: Vec<i64> = edges.iter().map(|edge| edge.amount).collect();
    Layout::of(Columns { payer: &payer, payee: &payee, at_us: &at_us, minor: &minor })
}

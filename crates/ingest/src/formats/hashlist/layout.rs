//! Which kind of hash list it is, and where a line holds what.

use crate::formats::date_order::DateParts;

/// The kinds of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Columns named in a `%%%%` line, the name last.
    Hashdeep,
    /// `[size]  digest  name`, or `MD5 (name) = digest`.
    Deep,
    /// Quoted columns named in the first line.
    Nsrl,
    /// Columns named in the first line.
    Ilook,
    /// Columns named in the first line, one of them a digest, none of them unknown.
    Table,
    /// One digest a line.
    Plain,
}

/// Kind and columns of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) kind: Kind,
    /// Names of the columns, in lower case without marks.
    pub(super) columns: Vec<String>,
    /// What parts the columns.
    pub(super) separator: char,
}

impl Layout {
    /// The layout of a list by its first lines; `whole` says that they are all there is.
    pub(super) fn of(text: &str, whole: bool) -> Option<Self> {
        let mut lines: Vec<&str> = text.lines().collect();
        if !whole && lines.len() > 1 {
            // The last line may be cut.
            lines.pop();
        }
        let first = *lines.iter().find(|line| !is_passed(line))?;
        if first.starts_with("%%%% HASHDEEP-") {
            let mut layout = Self::without_columns(Kind::Hashdeep);
            for line in &lines {
                layout.follow(line);
            }
            return Some(layout);
        }
        let rows: Vec<&str> =
            lines.iter().copied().filter(|line| !is_passed(line)).take(20).collect();
        if let Some(layout) = Self::by_columns(&rows) {
            return Some(layout);
        }
        let likely = Self::likely(&rows);
        let fits = rows.iter().filter(|line| likely.fits(line)).count();
        // One damaged line among the first does not make another list of the rest.
        (fits > 0 && fits * 4 >= rows.len() * 3).then_some(likely)
    }

    fn without_columns(kind: Kind) -> Self {
        Self { kind, columns: Vec::new(), separator: ',' }
    }

    /// The layout whose columns the first of these lines names.
    fn by_columns(rows: &[&str]) -> Option<Self> {
        let (first, rows) = rows.split_first()?;
        let columns = names(first, ',');
        let has = |name: &str| columns.iter().any(|column| column == name);
        if (has("v4hash") || has("v3hash")) && has("filename") {
            return Some(Self { kind: Kind::Ilook, columns, separator: ',' });
        }
        if has("sha1") && has("md5") && has("filename") && has("specialcode") {
            return Some(Self { kind: Kind::Nsrl, columns, separator: ',' });
        }
        let separator =
            [',', ';', '\t'].into_iter().max_by_key(|mark| first.matches(*mark).count())?;
        let columns = names(first, separator);
        let known = columns.iter().all(|name| is_digest_column(name) || is_side_column(name));
        let digests: Vec<usize> = (0..columns.len())
            .filter(|at| columns.get(*at).is_some_and(|name| is_digest_column(name)))
            .collect();
        let fits = |row: &&&str| {
            let cells = split_csv(row, separator);
            let mut own = digests.iter().filter_map(|at| cells.get(*at));
            cells.len() == columns.len() && own.any(|cell| is_digest(cell))
        };
        let fit = rows.iter().filter(fits).count();
        (known && fit > 0 && fit * 4 >= rows.len() * 3).then_some(Self {
            kind: Kind::Table,
            columns,
            separator,
        })
    }

    /// The layout without a header that most of these lines have.
    pub(super) fn likely(rows: &[&str]) -> Self {
        let [plain, deep] = [Kind::Plain, Kind::Deep].map(Self::without_columns);
        let count = |layout: &Self| rows.iter().filter(|line| layout.fits(line)).count();
        if count(&deep) > count(&plain) { deep } else { plain }
    }

    /// Whether a line of a list without a header has this layout.
    fn fits(&self, line: &str) -> bool {
        match self.kind {
            Kind::Plain => is_digest(line.trim()),
            _ => !is_digest(line.trim()) && split_deep(line).is_some(),
        }
    }

    /// The name printed for the list.
    pub(super) fn name(&self) -> &'static str {
        match self.kind {
            Kind::Hashdeep => "hashdeep 1.0",
            Kind::Deep => "md5deep",
            Kind::Nsrl => "NSRL RDS text",
            Kind::Ilook if self.columns.iter().any(|name| name == "v3hash") => "iLook 3",
            Kind::Ilook => "iLook 4",
            Kind::Table if self.columns.iter().any(|name| name == "hashsetid") => "HashKeeper",
            Kind::Table => "table of digests",
            Kind::Plain => "digests",
        }
    }

    /// Takes the columns of a `%%%% size,md5,…` line.
    pub(super) fn follow(&mut self, line: &str) {
        if let Some(columns) = line.strip_prefix("%%%%").map(str::trim)
            && !columns.starts_with("HASHDEEP-")
            && columns.contains("filename")
        {
            self.columns = names(columns, ',');
        }
    }

    /// Whether a line is the header, or the header again.
    pub(super) fn is_header(&self, line: &str) -> bool {
        matches!(self.kind, Kind::Nsrl | Kind::Ilook | Kind::Table)
            && names(line, self.separator) == self.columns
    }

    /// The cells of a line.
    pub(super) fn cells(&self, line: &str) -> Vec<String> {
        split_csv(line, self.separator)
    }

    /// The dates in a line of an iLook list.
    pub(super) fn dates(&self, line: &str) -> Vec<DateParts> {
        let cells = self.cells(line);
        let dates = self.columns.iter().zip(&cells).filter(|(name, _)| name.ends_with("time"));
        dates.filter_map(|(_, cell)| split_date(cell).map(|(parts, _)| parts)).collect()
    }
}

/// Blank lines and comments.
fn is_passed(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#')
}

/// Names of columns: lower case, letters and digits only.
fn names(line: &str, separator: char) -> Vec<String> {
    let simple = |name: &str| {
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    line.split(separator).map(simple).collect()
}

/// Whether a column of this name holds digests.
pub(super) fn is_digest_column(name: &str) -> bool {
    let name = name.strip_prefix("file").unwrap_or(name);
    matches!(name, "hash" | "digest" | "hashvalue" | "v3hash" | "v4hash")
        || ["md5", "sha1", "sha256", "sha384", "sha512"].iter().any(|kind| {
            let rest = name.strip_prefix("hash").unwrap_or(name).strip_prefix(kind);
            rest.is_some_and(|rest| matches!(rest, "" | "hash" | "sum" | "digest"))
        })
}

/// Whether a column of this name may stand beside digests in a list of them.
fn is_side_column(name: &str) -> bool {
    const NAMES: [&str; 26] = [
        "name",
        "filename",
        "filenames",
        "file",
        "path",
        "filepath",
        "fullpath",
        "directory",
        "folder",
        "size",
        "filesize",
        "length",
        "bytes",
        "algorithm",
        "crc32",
        "category",
        "mimetype",
        "extension",
        "id",
        "fileid",
        "hashsetid",
        "datemodified",
        "timemodified",
        "timezone",
        "dateaccessed",
        "timeaccessed",
    ];
    NAMES.contains(&name) || name == "comments"
}

/// Hexadecimal digits of MD5, SHA-1, Tiger, SHA-256, SHA-384, SHA-512 and Whirlpool.
pub(super) fn is_digest(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 48 | 64 | 96 | 128)
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A line of md5deep and its kin.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DeepLine<'l> {
    pub(super) size: &'l str,
    pub(super) digest: &'l str,
    pub(super) path: &'l str,
    /// Whether the name is written with `\\` and `\n` (GNU coreutils).
    pub(super) escaped: bool,
}

/// Splits `[size]  digest  name`, `digest *name` or `MD5 (name) = digest`.
pub(super) fn split_deep(line: &str) -> Option<DeepLine<'_>> {
    let line = line.trim_end();
    // OpenSSL writes `MD5(name)= digest`.
    let openssl = || Some((line.rsplit_once(")= ")?, "("));
    if let Some(((path, digest), opening)) =
        line.rsplit_once(") = ").map(|parts| (parts, " (")).or_else(openssl)
    {
        let (_, path) = path.split_once(opening)?;
        return is_digest(digest).then_some(DeepLine { size: "", digest, path, escaped: false });
    }
    let escaped = line.starts_with('\\');
    let line = line.strip_prefix('\\').unwrap_or(line).trim_start();
    let (first, rest) = line.split_once([' ', '\t'])?;
    let (size, digest, rest) = if is_digest(first) {
        ("", first, rest)
    } else {
        let (digest, rest) = rest.trim_start().split_once(' ')?;
        (first, digest, rest)
    };
    let path = rest.strip_prefix([' ', '*']).unwrap_or(rest);
    let plausible = is_digest(digest) && size.bytes().all(|byte| byte.is_ascii_digit());
    (plausible && !path.is_empty()).then_some(DeepLine { size, digest, path, escaped })
}

/// Splits a line of cells, quotes taken off (RFC 4180, one line).
fn split_csv(line: &str, separator: char) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut characters = line.trim_end().chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            _ if c == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

/// A numeric date from the front of a text, and what follows it.
pub(super) fn split_date(text: &str) -> Option<(DateParts, &str)> {
    let (date, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let mut numbers = date.split(['.', '/', '-']);
    let first = numbers.next()?;
    let year_first = first.len() == 4;
    let number = |text: &str| text.parse::<i64>().ok();
    let numbers = [number(first)?, number(numbers.next()?)?, number(numbers.next()?)?];
    Some((DateParts { numbers, year_first }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_md5deep_and_its_kin_are_split() {
        let md5 = "92e792c43c35e96fed3f9566083326fc";
        let deep = |line: &str| {
            split_deep(line).map(|l| (l.size.to_owned(), l.path.to_owned(), l.digest == md5))
        };
        let found = |size: &str, path: &str| Some((size.to_owned(), path.to_owned(), true));
        assert_eq!(deep(&format!("{md5}  /a b")), found("", "/a b"));
        assert_eq!(deep(&format!("{md5} */a")), found("", "/a"));
        assert_eq!(deep(&format!("    669416  {md5}  /a")), found("669416", "/a"));
        assert_eq!(deep(&format!("MD5 (/a (1)) = {md5}")), found("", "/a (1)"));
        assert_eq!(deep(&format!("MD5(/a (1))= {md5}")), found("", "/a (1)"));
        assert_eq!(deep(&format!("{md5}\t/a b")), found("", "/a b"));
        assert_eq!(deep("not a digest"), None);
    }

    #[test]
    fn cells_lose_their_quotes_and_keep_their_commas() {
        assert_eq!(split_csv(r#""a,""b""",503,,"" "#, ','), [r#"a,"b""#, "503", "", ""]);
    }

    #[test]
    fn a_table_of_digests_has_no_column_that_is_not_known() {
        let md5 = "92e792c43c35e96fed3f9566083326fc";
        let of = |header: &str, row: &str| {
            Layout::of(&format!("{header}\n{row}\n"), true).map(|layout| layout.name())
        };
        let table = Some("table of digests");
        assert_eq!(of("MD5,SHA1,FileNames", &format!("{md5},,/a")), table);
        assert_eq!(of("Path;Size;MD5 Hash", &format!("/a;1;{md5}")), table);
        assert_eq!(of("\"Algorithm\",\"Hash\",\"Path\"", &format!("MD5,{md5},C:\\a")), table);
        assert_eq!(of("md5,datetime", &format!("{md5},2026-01-10")), None);
        assert_eq!(of("md5,filename", "no digest,/a"), None);
    }

    #[test]
    fn prose_is_no_hash_list() {
        for text in ["", "hello\n", "a,b,c\n1,2,3\n", "12345678901234567890123456789012x\n"] {
            assert_eq!(Layout::of(text, true), None, "{text}");
        }
    }
}

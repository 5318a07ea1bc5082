//! The page of rules: what it says is held by a test is held by one that exists.

use std::collections::BTreeSet;

use super::Page;

const PAGE: &str = "docs/law.md";

/// Words of the last column that stand for something other than a test of that name.
const OTHERS: [&str; 3] = ["tidy", "**Not yet:**", "the report lists"];

/// Looks at every row of its tables.
pub(super) fn check(pages: &[Page]) -> Vec<String> {
    let Some(page) = pages.iter().find(|page| page.path == PAGE) else {
        return vec![format!("{PAGE}: it is missing")];
    };
    let tests: BTreeSet<&str> =
        pages.iter().filter(|page| page.is_rust()).flat_map(|page| tests(&page.text)).collect();
    let mut found = Vec::new();
    for (at, line) in page.text.lines().enumerate().filter(|(_, line)| line.starts_with("| ")) {
        let Some(held) = line.trim_end_matches('|').rsplit('|').next() else { continue };
        if held.trim() == "held by" {
            continue;
        }
        let named: Vec<&str> = held.split('`').skip(1).step_by(2).collect();
        for name in named.iter().filter(|name| !tests.contains(*name)) {
            found.push(format!("{PAGE}:{}: no test is called `{name}`", at + 1));
        }
        if named.is_empty() && !OTHERS.iter().any(|word| held.contains(word)) {
            found.push(format!("{PAGE}:{}: the rule names no test", at + 1));
        }
    }
    found
}

/// The names of the tests of a file: functions below a line that marks them as such.
fn tests(text: &str) -> impl Iterator<Item = &str> {
    let mut marked = false;
    text.lines().map(str::trim).filter_map(move |line| {
        if line == "#[test]" {
            marked = true;
        }
        let name = line.strip_prefix("fn ")?.split(['(', '<']).next();
        std::mem::take(&mut marked).then_some(name).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, text: &str) -> Page {
        Page { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_rule_without_its_test_is_told() {
        let code = page("a.rs", "#[test]\nfn it_holds() {}\nfn it_helps() {}");
        let of = |held: &str| {
            let law = page(
                PAGE,
                &format!("| rule | basis | held by |\n|---|---|---|\n| a | b | {held} |"),
            );
            check(&[law, page(&code.path, &code.text)]).len()
        };
        assert_eq!(of("`it_holds`, tidy"), 0);
        assert_eq!(of("`it_helps`"), 1);
        assert_eq!(of("nothing"), 1);
        assert_eq!(of("**Not yet:** anything"), 0);
        assert_eq!(check(&[code]).len(), 1);
    }
}

//! The packages the program is built from, as the lock file of the build names them.
//!
//! Source: `Cargo.lock`, format version 4 (one `[[package]]` table each, keys on lines of their
//! own). Known limit: it also names packages that only tests use, and no licences.

/// The lock file this program was built with.
const LOCK: &str = include_str!("../../../Cargo.lock");

/// A package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its version.
    pub(crate) version: &'static str,
    /// SHA-256 of its archive; absent for the rooms of the house.
    pub(crate) checksum: Option<&'static str>,
}

/// Every package, by name and version.
pub(crate) fn packages() -> Vec<Package> {
    let mut packages: Vec<Package> = LOCK.split("[[package]]").filter_map(read).collect();
    packages.sort_unstable();
    packages
}

fn read(table: &'static str) -> Option<Package> {
    let value = |key: &str| {
        table
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'))
    };
    Some(Package { name: value("name")?, version: value("version")?, checksum: value("checksum") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_of_the_lock_file_is_named_once() {
        let packages = packages();
        assert_eq!(packages.len(), LOCK.matches("[[package]]").count());
        let jiff = packages.iter().find(|package| package.name == "jiff").unwrap();
        assert_eq!(jiff.checksum.map(str::len), Some(64));
        assert!(packages.iter().any(|package| package.name == "tutela-report"));
    }
}

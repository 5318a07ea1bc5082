//! Files of one folder, of one camera, of one day, by what is stated of them.
//!
//! What is not stated makes no group: files without a day have nothing in common by that.

use std::cmp::Reverse;

use super::alike::gathered;

/// Files that share a folder, a camera or a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyGroup {
    /// The folder, the camera or the day.
    pub key: String,
    /// Their numbers among those that were handed in, in order.
    pub items: Vec<usize>,
}

/// Files by what they share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByKey {
    /// The largest first; of those alike in size by key. A group of one is one too.
    pub groups: Vec<KeyGroup>,
    /// Files of which it is not stated; they are no group.
    pub not_stated: Vec<usize>,
}

/// By folder: what stands before the last `/` or `\` of a path. The same path on two exhibits is two folders:
/// hand in paths that begin with the exhibit. A name without a folder is not stated.
pub fn by_folder<'p>(paths: impl IntoIterator<Item = &'p str>) -> ByKey {
    by_key(paths.into_iter().map(|path| Some(path.rsplit_once(['/', '\\'])?.0)))
}

/// By camera, as [`crate::camera::Camera::key`] names it: without a serial number a model, not a device.
pub fn by_camera<'k>(keys: impl IntoIterator<Item = Option<&'k str>>) -> ByKey {
    by_key(keys.into_iter())
}

/// By day: the date of local times `YYYY-MM-DDTHH:MM:SS`, as the clock that wrote them had it. An empty text
/// is not stated.
pub fn by_day<'t>(times: impl IntoIterator<Item = &'t str>) -> ByKey {
    let is_date = |date: &&str| {
        let marks = date.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_digit());
        date.len() == 10 && marks.eq([(4, b'-'), (7, b'-')])
    };
    let day = |time: &'t str| time.get(..10).filter(is_date);
    by_key(times.into_iter().map(day))
}

fn by_key<'k>(keys: impl Iterator<Item = Option<&'k str>>) -> ByKey {
    let mut found = ByKey::default();
    for (key, items) in gathered(keys.map(|key| key.filter(|key| !key.is_empty()))) {
        match key {
            Some(key) => found.groups.push(KeyGroup { key: key.to_owned(), items }),
            None => found.not_stated = items,
        }
    }
    found
        .groups
        .sort_by(|a, b| (Reverse(a.items.len()), &a.key).cmp(&(Reverse(b.items.len()), &b.key)));
    found
}

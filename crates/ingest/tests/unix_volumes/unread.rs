//! Volumes that are named and not read.

use crate::members::{recognised, walk};
use crate::tools::{are_here, shell};

#[test]
fn volumes_made_by_their_own_tools_are_named() {
    for (tool, script, name) in [
        ("mkswap", "mkswap -L spare image", "Linux swap space `spare`"),
        ("mkfs.btrfs", "mkfs.btrfs -q -L data image", "Btrfs file system `data`"),
        ("mkfs.f2fs", "mkfs.f2fs -q image", "F2FS file system"),
        ("mkfs.xfs", "mkfs.xfs -q -L data image", "XFS file system `data`"),
        ("mkudffs", "mkudffs image", "UDF file system"),
        (
            "cryptsetup",
            "printf a | cryptsetup -q luksFormat --pbkdf-force-iterations 4 \\
          --pbkdf-memory 32 image -",
            "LUKS",
        ),
    ] {
        if !are_here(&[tool]) {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        shell(folder.path(), &format!("truncate -s 400M image; {script} >/dev/null 2>&1"));
        // What tells a volume stands at its beginning.
        let image = shell(folder.path(), "head -c 1048576 image");
        let code = recognised(&image);
        assert!(matches!(code, Some("unread_volume") | None), "{tool}: {code:?}");
        let found = walk("unread_volume", &image);
        assert!(found.notes[0].starts_with(name), "{tool}: {:?}", found.notes);
        assert!(found.members.is_empty());
    }
}

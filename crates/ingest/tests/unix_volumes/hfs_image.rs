//! Makes small HFS+ volumes, so that what no sample holds is tested too.

const BLOCK: usize = 4096;

/// A record of a tree: key without its length, and data.
type Record = (Vec<u8>, Vec<u8>);

fn be(parts: &[(u64, usize)]) -> Vec<u8> {
    parts.iter().flat_map(|(value, len)| value.to_be_bytes()[8 - len..].to_vec()).collect()
}

fn wide(name: &str) -> Vec<u8> {
    name.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// A fork of 80 bytes: size in bytes and blocks, and up to eight extents.
pub(crate) fn fork(size: u64, blocks: u64, extents: &[(u64, u64)]) -> Vec<u8> {
    let mut bytes = be(&[(size, 8), (0, 4), (blocks, 4)]);
    bytes.extend(eight(extents));
    bytes
}

/// Eight extents.
pub(crate) fn eight(extents: &[(u64, u64)]) -> Vec<u8> {
    let mut bytes: Vec<u8> =
        extents.iter().take(8).flat_map(|(first, count)| be(&[(*first, 4), (*count, 4)])).collect();
    bytes.resize(64, 0);
    bytes
}

fn catalog_key(parent: u64, name: &str) -> Vec<u8> {
    let mut key = be(&[(parent, 4), (name.encode_utf16().count() as u64, 2)]);
    key.extend(wide(name));
    key
}

/// What folders and files have in common, up to the bits of the Finder.
fn common(kind: u64, flags: u64, id: u64, mode: u64, special: u64) -> Vec<u8> {
    let at_s = 2_082_844_800 + 1_600_000_000;
    let mut data = be(&[(kind, 2), (flags, 2), (0, 4), (id, 4)]);
    data.extend(be(&[(at_s, 4), (at_s + 1, 4), (at_s + 2, 4), (at_s + 3, 4), (0, 4)]));
    data.extend(be(&[(501, 4), (20, 4), (0, 1), (0, 1), (mode, 2), (special, 4)]));
    data
}

pub(crate) fn folder(parent: u64, name: &str, id: u64) -> Record {
    let mut data = common(1, 0, id, 0o40_755, 0);
    data.resize(88, 0);
    (catalog_key(parent, name), data)
}

/// A file; `marks` are the flags of BSD, `finder` type and creator.
pub(crate) fn file(
    parent: u64,
    name: &str,
    (id, special, marks): (u64, u64, u8),
    finder: &[u8],
    data_fork: &[u8],
) -> Record {
    let mut data = common(2, 4, id, 0o100_644, special);
    data[41] = marks;
    data.extend(finder);
    data.resize(88, 0);
    data.extend(data_fork);
    data.resize(248, 0);
    (catalog_key(parent, name), data)
}

/// More extents of a data fork, from block `first` of the file on.
pub(crate) fn more_extents(id: u64, first: u64, extents: &[(u64, u64)]) -> Record {
    (be(&[(0, 1), (0, 1), (id, 4), (first, 4)]), eight(extents))
}

/// An extended attribute inside its record.
pub(crate) fn attribute(id: u64, name: &str, value: &[u8]) -> Record {
    let mut key = be(&[(0, 2), (id, 4), (0, 4), (name.encode_utf16().count() as u64, 2)]);
    key.extend(wide(name));
    let mut data = be(&[(0x10, 4), (0, 8), (value.len() as u64, 4)]);
    data.extend(value);
    (key, data)
}

fn node(kind: u8, records: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; BLOCK];
    bytes[8] = kind;
    bytes[10..12].copy_from_slice(&u16::try_from(records.len()).unwrap().to_be_bytes());
    let mut at = 14;
    for (index, record) in records.iter().enumerate() {
        let offset = BLOCK - 2 * (index + 1);
        bytes[offset..offset + 2].copy_from_slice(&u16::try_from(at).unwrap().to_be_bytes());
        bytes[at..at + record.len()].copy_from_slice(record);
        at += record.len();
    }
    let offset = BLOCK - 2 * (records.len() + 1);
    bytes[offset..offset + 2].copy_from_slice(&u16::try_from(at).unwrap().to_be_bytes());
    bytes
}

/// Blocks of a tree.
const TREE_BLOCKS: usize = 12;

/// A tree: a header, leaves of two records, and an index above them where there are several.
fn tree(records: &[Record]) -> Vec<u8> {
    let whole = |key: &[u8], data: &[u8]| {
        let mut record = be(&[(key.len() as u64, 2)]);
        record.extend(key);
        record.resize(record.len().next_multiple_of(2), 0);
        record.extend(data);
        record.resize(record.len().next_multiple_of(2), 0);
        record
    };
    let chunks: Vec<&[Record]> = records.chunks(2).collect();
    let root = if chunks.len() > 1 { chunks.len() + 1 } else { 1 };
    let head = be(&[(2, 2), (root as u64, 4), (records.len() as u64, 4), (1, 4)]);
    let mut head = [head, be(&[(1, 4), (4096, 2), (0, 2), (12, 4), (0, 4)])].concat();
    head.resize(106, 0);
    let mut bytes = node(1, &[head]);
    let mut index = Vec::new();
    for (number, chunk) in chunks.iter().enumerate() {
        let leaf: Vec<Vec<u8>> = chunk.iter().map(|(key, data)| whole(key, data)).collect();
        let mut leaf = node(0xFF, &leaf);
        let next = if number + 1 < chunks.len() { number as u64 + 2 } else { 0 };
        leaf[..4].copy_from_slice(&be(&[(next, 4)]));
        bytes.extend(leaf);
        index.push(whole(&chunk[0].0, &be(&[(number as u64 + 1, 4)])));
    }
    if chunks.is_empty() {
        bytes.extend(node(0xFF, &[]));
    } else {
        bytes.extend(node(0, &index));
    }
    bytes.resize(TREE_BLOCKS * BLOCK, 0);
    bytes
}

/// A volume of 128 blocks: those up to 36 are the trees, each later one is filled with its number.
pub(crate) fn volume(catalog: &[Record], extents: &[Record], attributes: &[Record]) -> Vec<u8> {
    let mut volume: Vec<u8> =
        (0..128_u8).flat_map(|number| std::iter::repeat_n(number, BLOCK)).collect();
    let mut header = b"H+".to_vec();
    header.extend(be(&[(4, 2), (0x100, 4)]));
    header.resize(40, 0);
    header.extend(be(&[(4096, 4), (128, 4)]));
    header.resize(192, 0);
    for (index, records) in [extents, catalog, attributes].into_iter().enumerate() {
        let first = (1 + TREE_BLOCKS * index) as u64;
        let blocks = TREE_BLOCKS as u64;
        header.extend(fork(blocks * 4096, blocks, &[(first, blocks)]));
        let at = usize::try_from(first).unwrap() * BLOCK;
        volume[at..at + TREE_BLOCKS * BLOCK].copy_from_slice(&tree(records));
    }
    volume[..BLOCK].fill(0);
    volume[1024..1024 + header.len()].copy_from_slice(&header);
    volume
}

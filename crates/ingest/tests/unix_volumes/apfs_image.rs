//! Makes containers of APFS with one volume, small and to order.

/// Bytes of a block.
pub(crate) const BLOCK: usize = 4096;

/// Blocks of a container; those from [`CONTENT`] on are filled with their number.
const BLOCKS: usize = 128;
const CONTENT: usize = 64;

/// Where things stand: container map, volume, its map, tree of files, and the tree of snapshots.
const MAP: usize = 3;
const VOLUME: usize = 5;
const VOLUME_MAP: usize = 6;
const FILES: usize = 8;
const SNAPSHOTS: usize = 60;

/// The superblock and the tree of files of the snapshot, and the number of that.
const BEFORE: usize = 58;
const FILES_BEFORE: usize = 59;
const FILES_BEFORE_OBJECT: u64 = 1_900;

/// The number of the first node of the tree of files.
const FILES_OBJECT: u64 = 1_000;

/// A record: key and value.
pub(crate) type Record = (Vec<u8>, Vec<u8>);

/// How a volume is made.
#[derive(Clone, Copy, Default)]
pub(crate) struct Made {
    /// Names stand without their hash.
    pub(crate) is_exact: bool,
    /// Its nodes are encrypted.
    pub(crate) is_encrypted: bool,
    /// The first block is of an older transaction.
    pub(crate) is_open: bool,
}

fn le(numbers: &[(u64, usize)]) -> Vec<u8> {
    numbers.iter().flat_map(|(number, len)| number.to_le_bytes()[..*len].to_vec()).collect()
}

fn key(id: u64, kind: u64) -> Vec<u8> {
    (kind << 60 | id).to_le_bytes().to_vec()
}

/// The name of an inode in a folder.
pub(crate) fn name(folder: u64, name: &str, inode: u64, made: Made) -> Record {
    let len = name.len() as u64 + 1;
    let mut key = key(folder, 9);
    // The order of names is that of their hashes, which nothing here computes.
    key.extend(if made.is_exact { le(&[(len, 2)]) } else { le(&[(len, 4)]) });
    key.extend(name.as_bytes());
    key.push(0);
    (key, le(&[(inode, 8), (1_600_000_000_123_456_789, 8), (0, 2)]))
}

/// An inode; `size` is that of its stream.
pub(crate) fn inode(id: u64, mode: u64, flags: u64, size: Option<u64>) -> Record {
    let at_ns = 1_600_000_000_000_000_000;
    let mut value = le(&[(2, 8), (id, 8)]);
    value.extend(le(&[(at_ns, 8), (at_ns + 1_000, 8), (at_ns + 2_000, 8), (at_ns + 3_000, 8)]));
    value.extend(le(&[(0, 8), (1, 4), (0, 4), (0, 4), (flags, 4), (501, 4), (20, 4), (mode, 2)]));
    value.extend(le(&[(0, 2), (0, 8)]));
    let last = b"last name\0";
    match size {
        None => value.extend(le(&[(1, 2), (16, 2), (4, 1), (0, 1), (last.len() as u64, 2)])),
        Some(_) => value.extend(le(&[
            (2, 2),
            (56, 2),
            (4, 1),
            (0, 1),
            (last.len() as u64, 2),
            (8, 1),
            (0, 1),
            (40, 2),
        ])),
    }
    value.extend(last);
    value.resize(value.len() + 6, 0);
    if let Some(size) = size {
        value.extend(le(&[(size, 8), (size, 8), (0, 8), (0, 8), (0, 8)]));
    }
    (key(id, 3), value)
}

/// A piece of a stream.
pub(crate) fn extent(stream: u64, at: u64, len: u64, block: u64) -> Record {
    let mut key = key(stream, 8);
    key.extend(at.to_le_bytes());
    (key, le(&[(len, 8), (block, 8), (0, 8)]))
}

/// An extended attribute in its record, or one in a stream.
pub(crate) fn attribute(id: u64, name: &str, value: &[u8]) -> Record {
    let mut data = le(&[(2, 2), (value.len() as u64, 2)]);
    data.extend(value);
    (attribute_key(id, name), data)
}

pub(crate) fn stream_attribute(id: u64, name: &str, stream: u64, len: u64) -> Record {
    let data = le(&[(1, 2), (48, 2), (stream, 8), (len, 8), (len, 8), (0, 8), (0, 8), (0, 8)]);
    (attribute_key(id, name), data)
}

fn attribute_key(id: u64, name: &str) -> Vec<u8> {
    let mut key = key(id, 4);
    key.extend(le(&[(name.len() as u64 + 1, 2)]));
    key.extend(name.as_bytes());
    key.push(0);
    key
}

/// The checksum of Fletcher as Apple describes it.
pub(crate) fn sum(block: &mut [u8]) {
    let words: Vec<u128> = block[8..]
        .chunks_exact(4)
        .map(|word| u128::from(u32::from_le_bytes(word.try_into().unwrap())))
        .collect();
    let low: u128 = words.iter().sum();
    let high: u128 = (1..).zip(words.iter().rev()).map(|(times, word)| times * word).sum();
    let most = 0xFFFF_FFFF_u128;
    let first = most - (low % most + high % most) % most;
    let second = most - (low % most + first) % most;
    block[..8].copy_from_slice(&u64::try_from(second << 32 | first).unwrap().to_le_bytes());
}

fn object(kind: u64, fields: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let mut block = vec![0; BLOCK];
    block[16..24].copy_from_slice(&9_u64.to_le_bytes());
    block[24..28].copy_from_slice(&le(&[(kind, 4)]));
    for (at, field) in fields {
        block[*at..at + field.len()].copy_from_slice(field);
    }
    sum(&mut block);
    block
}

/// A node; its records have lengths, or are all of the lengths of a map's.
fn node(level: u64, is_root: bool, is_fixed: bool, records: &[Record]) -> Vec<u8> {
    let flags = u64::from(is_root) | u64::from(level == 0) << 1 | u64::from(is_fixed) << 2;
    let (mut toc, mut keys, mut values) = (Vec::new(), Vec::new(), Vec::<u8>::new());
    for (key, value) in records {
        let value_at = (values.len() + value.len()) as u64;
        let (key_at, key_len) = (keys.len() as u64, key.len() as u64);
        toc.extend(if is_fixed {
            le(&[(key_at, 2), (value_at, 2)])
        } else {
            le(&[(key_at, 2), (key_len, 2), (value_at, 2), (value.len() as u64, 2)])
        });
        keys.extend(key);
        values.splice(0..0, value.iter().copied());
    }
    let toc_len = toc.len() as u64;
    let end = BLOCK - if is_root { 40 } else { 0 };
    let head = le(&[(flags, 2), (level, 2), (records.len() as u64, 4), (0, 2), (toc_len, 2)]);
    let keys_at = 56 + toc.len();
    let kind = if is_root { 2 } else { 3 };
    let values_at = end - values.len();
    object(kind, &[(32, head), (56, toc), (keys_at, keys), (values_at, values)])
}

/// A map of objects to blocks, and its tree behind it.
fn map(at: usize, objects: &[(u64, u64)], flags: u64) -> [Vec<u8>; 2] {
    let record = |(object, block): &(u64, u64)| {
        (le(&[(*object, 8), (3, 8)]), le(&[(flags, 4), (BLOCK as u64, 4), (*block, 8)]))
    };
    let records: Vec<Record> = objects.iter().map(record).collect();
    [object(0x4000_000B, &[(48, le(&[(at as u64 + 1, 8)]))]), node(0, true, true, &records)]
}

/// Puts records into the order of a tree.
fn sort(records: &mut [Record]) {
    records.sort_by_key(|record| {
        let word = u64::from_le_bytes(record.0[..8].try_into().unwrap());
        (word & (u64::MAX >> 4), word >> 60)
    });
}

/// What the superblock of a container states.
fn container_fields() -> [(usize, Vec<u8>); 5] {
    [
        (32, b"NXSB".to_vec()),
        (36, le(&[(BLOCK as u64, 4), (BLOCKS as u64, 8)])),
        (104, le(&[(2, 4), (0, 4), (1, 8)])),
        (160, le(&[(MAP as u64, 8)])),
        (184, le(&[(500, 8)])),
    ]
}

/// A container with one volume of these records, and of others in a snapshot of it; what is given as
/// content stands from block 64 on.
pub(crate) fn container(
    records: &[Record],
    before: &[Record],
    content: &[u8],
    made: Made,
) -> Vec<u8> {
    let mut image: Vec<u8> =
        (0..BLOCKS).flat_map(|number| vec![u8::try_from(number).unwrap(); BLOCK]).collect();
    image[..CONTENT * BLOCK].fill(0);
    image[CONTENT * BLOCK..CONTENT * BLOCK + content.len()].copy_from_slice(content);
    let mut put = |at: usize, block: &[u8]| {
        image[at * BLOCK..at * BLOCK + block.len()].copy_from_slice(block);
    };
    let mut records = records.to_vec();
    sort(&mut records);
    let (mut index, mut objects) = (Vec::new(), Vec::new());
    for (number, chunk) in (1..).zip(records.chunks(3)) {
        let object = FILES_OBJECT + number as u64;
        index.push((chunk[0].0.clone(), object.to_le_bytes().to_vec()));
        objects.push((object, (FILES + number) as u64));
        put(FILES + number, &node(0, false, false, chunk));
    }
    put(FILES, &node(1, true, false, &index));
    objects.insert(0, (FILES_OBJECT, FILES as u64));
    objects.push((FILES_BEFORE_OBJECT, FILES_BEFORE as u64));
    let mut before = before.to_vec();
    sort(&mut before);
    put(FILES_BEFORE, &node(0, true, false, &before));
    let flags = if made.is_encrypted { 4 } else { 0 };
    put(VOLUME_MAP, &map(VOLUME_MAP, &objects, flags).concat());
    put(MAP, &map(MAP, &[(500, VOLUME as u64)], 0).concat());
    let features = if made.is_exact { 0 } else { 8 };
    let superblock = |files: u64| {
        [
            (32, b"APSB".to_vec()),
            (56, le(&[(features, 8)])),
            (116, le(&[(2, 4), (0, 4), (0x4000_0002, 4)])),
            (128, le(&[(VOLUME_MAP as u64, 8), (files, 8), (0, 8), (SNAPSHOTS as u64, 8)])),
            (216, le(&[(1, 8)])),
            (264, le(&[(u64::from(!made.is_encrypted), 8)])),
            (704, b"Data/1".to_vec()),
            (964, le(&[(0x40, 2)])),
        ]
    };
    put(VOLUME, &object(0xD, &superblock(FILES_OBJECT)));
    put(BEFORE, &object(0xD, &superblock(FILES_BEFORE_OBJECT)));
    let taken_at = 1_600_000_000_000_000_000;
    let mut taken =
        le(&[(0, 8), (BEFORE as u64, 8), (taken_at, 8), (taken_at, 8), (0, 8), (0, 4), (0, 4)]);
    taken.extend(le(&[(7, 2)]));
    taken.extend(b"before\0");
    put(SNAPSHOTS, &node(0, true, false, &[(key(3, 1), taken)]));
    let newest = object(0x8000_0001, &container_fields());
    put(2, &newest);
    let mut first = newest;
    if made.is_open {
        // Its map is long gone.
        first[16] = 3;
        first[160] = 90;
        sum(&mut first);
    }
    put(0, &first);
    image
}

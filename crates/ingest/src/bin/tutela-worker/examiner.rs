//! A test examiner: says how long a content is, and breaks over some.

use tutela_ingest::Examiner;

/// See the module.
pub(crate) struct Measuring;

/// Contents up to this length are examined.
pub(crate) const BYTES_MAX: usize = 1 << 20;

impl Examiner for Measuring {
    fn bytes_max(&self) -> usize {
        BYTES_MAX
    }

    fn by_head(&self, head: &[u8]) -> Option<Vec<u8>> {
        head.starts_with(b"head:").then(|| format!("head of {}", head.len()).into_bytes())
    }

    fn examine(&self, content: &[u8]) -> Vec<u8> {
        if content.starts_with(b"abort") {
            std::process::abort();
        }
        if content.starts_with(b"endless") {
            return vec![b'x'; 1 << 20];
        }
        format!("{} bytes", content.len()).into_bytes()
    }
}

//! Points under a key: inputs masked, and a partner's elements answered.
//!
//! Both are a multiplication by the key, in constant time, shared out over the cores. Many points are encoded at once:
//! the encoding of twice a point needs no root of its own (`double_and_compress_batch`), so half of the key is used.

use curve25519_dalek::ristretto::RistrettoPoint;
use rayon::prelude::*;
use zeroize::Zeroize;

use crate::element::{BadElement, ELEMENT_BYTES, Element, decode, hash_to_group};
use crate::expand::Tag;
use crate::key::Key;

/// Points that a core encodes at once.
const AT_ONCE: usize = 256;

/// An element and the number of the input it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Masked {
    /// The input's element under the key.
    pub element: Element,
    /// Which input, counted from 0.
    pub input: u32,
}

/// Masks inputs and puts them in the order of their elements, which says nothing of the order of the inputs.
///
/// `input` appends the bytes of each of the `count` inputs. Memory: 36 bytes an input.
pub fn mask(
    key: &Key,
    tag: &Tag,
    count: u32,
    input: impl Fn(u32, &mut Vec<u8>) + Sync,
) -> Vec<Masked> {
    let mut masked: Vec<Masked> =
        (0..count).map(|input| Masked { element: [0; ELEMENT_BYTES], input }).collect();
    masked.par_chunks_mut(AT_ONCE).for_each_init(Vec::new, |text, some| {
        let point = |one: &Masked| {
            text.clear();
            input(one.input, text);
            hash_to_group(tag, &[text])
        };
        let elements = times(key, some.iter().map(point));
        some.iter_mut().zip(elements).for_each(|(one, element)| one.element = element);
    });
    masked.par_sort_unstable();
    masked
}

/// The points of elements, in order, or the place of the first that is none.
pub fn points(elements: &[Element]) -> Result<Vec<RistrettoPoint>, (usize, BadElement)> {
    let decode = |(at, element)| decode(element).map_err(|why| (at, why));
    elements.iter().enumerate().map(decode).collect()
}

/// The elements of points under a key, in order.
pub fn times(key: &Key, points: impl Iterator<Item = RistrettoPoint>) -> Vec<Element> {
    let mut halves: Vec<RistrettoPoint> = points.map(|point| point * key.half()).collect();
    let mut elements = Vec::with_capacity(halves.len());
    for some in halves.chunks(AT_ONCE) {
        let encoded = RistrettoPoint::double_and_compress_batch(some);
        elements.extend(encoded.into_iter().map(|element| element.0));
    }
    halves.zeroize();
    elements
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Secret;

    #[test]
    fn masked_inputs_are_their_points_times_the_key_in_order() {
        let tag = Tag::new(&[b"test"]).unwrap();
        let key = Key::derive(&Secret::new([3; 32]), &tag).unwrap();
        let texts: Vec<String> = (0..1000).map(|at| format!("text {at}")).collect();
        let masked = mask(&key, &tag, 1000, |at, out| out.extend(texts[at as usize].bytes()));
        assert!(masked.windows(2).all(|pair| pair[0].element < pair[1].element));
        let mut inputs: Vec<u32> = masked.iter().map(|one| one.input).collect();
        for one in masked.iter().step_by(50) {
            let point = hash_to_group(&tag, &[texts[one.input as usize].as_bytes()]);
            assert_eq!((point * key.scalar()).compress().0, one.element);
        }
        inputs.sort_unstable();
        assert_eq!(inputs, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn the_key_of_one_under_the_key_of_the_other_is_the_same_either_way() {
        let tag = Tag::new(&[b"test"]).unwrap();
        let [one, two] = [1, 2].map(|at| Key::derive(&Secret::new([at; 32]), &tag).unwrap());
        let point = hash_to_group(&tag, &[b"x"]);
        let both = |a: &Key, b: &Key| {
            times(b, points(&times(a, [point].into_iter())).unwrap().into_iter())
        };
        assert_eq!(both(&one, &two), both(&two, &one));
    }
}

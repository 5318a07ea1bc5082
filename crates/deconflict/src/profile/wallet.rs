//! Addresses on public chains: only those whose check sum holds.

use model::identifier::chain;
use sha2::{Digest as _, Sha256};
use sha3::Keccak256;

/// Chains whose addresses are 20 bytes in hexadecimal digits.
const HEXADECIMAL: [&str; 5] = ["ethereum", "bnb-chain", "polygon", "arbitrum", "avalanche"];

/// Versions of Base58Check addresses: those of a key and of a script.
const BITCOIN: [u8; 2] = [0x00, 0x05];
const LITECOIN: [u8; 3] = [0x30, 0x32, 0x05];
const TRON: [u8; 1] = [0x41];

pub(super) fn wallet(context: &str, text: &str) -> Option<String> {
    let name = context.to_lowercase();
    let name = chain(&name).unwrap_or(&name);
    let address = match name {
        "bitcoin" => segwit(text, "bc").or_else(|| base58(text, &BITCOIN)),
        "litecoin" => segwit(text, "ltc").or_else(|| base58(text, &LITECOIN)),
        "tron" => base58(text, &TRON),
        _ if HEXADECIMAL.contains(&name) => hexadecimal(text),
        _ => None,
    }?;
    Some(format!("{name}:{address}"))
}

/// Base58Check: a version, 20 bytes, and the first four bytes of SHA-256 twice.
fn base58(text: &str, versions: &[u8]) -> Option<String> {
    let bytes = bs58::decode(text).into_vec().ok()?;
    let (payload, sum) = bytes.split_at_checked(21)?;
    let twice = Sha256::digest(Sha256::digest(payload));
    let holds = payload.first().is_some_and(|version| versions.contains(version))
        && twice.get(..4) == Some(sum);
    holds.then(|| text.to_owned())
}

/// Bech32 for version 0, Bech32m for later ones.
fn segwit(text: &str, prefix: &str) -> Option<String> {
    let (found, _, _) = bech32::segwit::decode(text).ok()?;
    let address = text.to_ascii_lowercase();
    (found.to_lowercase() == prefix).then_some(address)
}

/// `0x` and 40 digits; capitals among them are a check sum (EIP-55).
fn hexadecimal(text: &str) -> Option<String> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    if digits.len() != 40 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let plain = digits.to_ascii_lowercase();
    let mixed = digits.bytes().any(|b| b.is_ascii_lowercase())
        && digits.bytes().any(|b| b.is_ascii_uppercase());
    let sum = Keccak256::digest(&plain);
    let capital = |at: usize| {
        let byte = sum.get(at / 2).copied().unwrap_or(0);
        (if at.is_multiple_of(2) { byte >> 4 } else { byte & 15 }) >= 8
    };
    let letters = digits.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_alphabetic());
    let holds = letters.into_iter().all(|(at, byte)| byte.is_ascii_uppercase() == capital(at));
    (!mixed || holds).then(|| format!("0x{plain}"))
}

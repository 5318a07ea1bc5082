//! Telephones by their IMEI and network interfaces by their MAC address.

/// Digits of an IMEI that name the device: type allocation code and serial number (3GPP TS 23.003 §6.2).
const DEVICE_DIGITS: usize = 14;

pub(super) fn imei(text: &str) -> Option<String> {
    let digits = without(text, &[' ', '-', '/', '.']);
    let is_one = (14..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let device = digits.get(..DEVICE_DIGITS).filter(|_| is_one)?;
    let first = device.bytes().next()?;
    device.bytes().any(|digit| digit != first).then(|| device.to_owned())
}

pub(super) fn mac(text: &str) -> Option<String> {
    let digits = without(text, &[':', '-', '.']).to_ascii_lowercase();
    let is_one = digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let first = u8::from_str_radix(digits.get(..2).filter(|_| is_one)?, 16).ok()?;
    // The lowest bit of the first byte is set in addresses of groups (IEEE 802).
    (first & 1 == 0 && digits != "000000000000").then_some(digits)
}

fn without(text: &str, separators: &[char]) -> String {
    text.chars().filter(|c| !separators.contains(c)).collect()
}

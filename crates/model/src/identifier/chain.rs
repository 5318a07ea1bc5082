//! Addresses of public chains: one name for each chain, one spelling for each address.
//!
//! - **Hexadecimal addresses** (`0x` and 40 digits) may carry a check in their capitals (EIP-55); they
//!   name the same account in any case and are written in lower case.
//! - **Bech32 addresses** (BIP-173) are one case throughout and are written in lower case.
//! - **Base58 addresses** (Bitcoin, Tron) tell capitals apart and stay as stated.

/// Tickers and other short names of chains, and the chain they stand for.
const CHAINS: [(&str, &str); 20] = [
    ("ada", "cardano"),
    ("arb", "arbitrum"),
    ("avax", "avalanche"),
    ("bch", "bitcoin-cash"),
    ("bsc", "bnb-chain"),
    ("btc", "bitcoin"),
    ("doge", "dogecoin"),
    ("erc20", "ethereum"),
    ("eth", "ethereum"),
    ("ltc", "litecoin"),
    ("matic", "polygon"),
    ("sol", "solana"),
    ("trc20", "tron"),
    ("trx", "tron"),
    ("xbt", "bitcoin"),
    ("xlm", "stellar"),
    ("xmr", "monero"),
    ("xrp", "ripple"),
    ("xtz", "tezos"),
    ("zec", "zcash"),
];

/// The chain that a short name stands for, in lower case; `None` for any other word.
pub fn chain(name: &str) -> Option<&'static str> {
    if name.len() > 5 {
        return None;
    }
    CHAINS.iter().find(|(short, _)| *short == name).map(|(_, chain)| *chain)
}

/// Whether an id is an address that means the same in capitals and in lower case.
pub fn is_chain_address(id: &str) -> bool {
    if let Some(digits) = id.strip_prefix("0x").or_else(|| id.strip_prefix("0X")) {
        return digits.len() == 40 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let mixed =
        id.bytes().any(|b| b.is_ascii_lowercase()) && id.bytes().any(|b| b.is_ascii_uppercase());
    let prefix = ["bc1", "tb1", "ltc1"]
        .iter()
        .any(|prefix| id.get(..prefix.len()).is_some_and(|own| own.eq_ignore_ascii_case(prefix)));
    prefix && !mixed && id.len() > 20 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::super::account;

    #[test]
    fn two_spellings_of_an_address_are_one_account() {
        let hex = "0xFA8E3920daF271daB92Be9B87d9998DDd94FEF08";
        let canonical = "ethereum:0xfa8e3920daf271dab92be9b87d9998ddd94fef08";
        assert_eq!(account("ETH", hex).as_deref(), Some(canonical));
        assert_eq!(account("ethereum", &hex.to_lowercase()).as_deref(), Some(canonical));
        let bech32 = "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4";
        assert_eq!(account("btc", bech32), account("bitcoin", &bech32.to_lowercase()));
        let base58 = "1Archive1n2C579dMsAu3iC6tWzuQJz8dN";
        assert_eq!(account("BTC", base58), Some(format!("bitcoin:{base58}")));
        assert_eq!(account("bank", "0x12"), Some("bank:0x12".to_owned()));
    }
}

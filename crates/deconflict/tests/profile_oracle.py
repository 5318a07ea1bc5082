"""Gives the form of every vector of a profile by other people's programs, and says where it differs.

    python3 profile_oracle.py v1.tsv

Needs the packages `phonenumbers`, `python-stdnum` and `idna`. Prints the number of vectors that an outside program
judged, a line for each that differs, and ends with 1 if there is one. Kinds without an outside program are judged by the
words of the profile, written anew here.
"""

import hashlib
import re
import sys
import unicodedata

import idna
import phonenumbers
from stdnum import bitcoin, iban, mac
from stdnum import imei as device

DOTS = {"gmail.com", "googlemail.com"}
PLUS = {"outlook.com", "hotmail.com", "live.com", "icloud.com", "me.com", "proton.me", "protonmail.com", "fastmail.com"}
CHAINS = {"btc": "bitcoin", "ltc": "litecoin", "trx": "tron", "trc20": "tron", "eth": "ethereum", "matic": "polygon"}
LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def phone(context, text):
    text = re.sub(r"^00", "+", text)
    try:
        number = phonenumbers.parse(text, context or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    number.extension = None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(_, text):
    local, at, domain = unicodedata.normalize("NFC", text).rpartition("@")
    if not at or not local or re.search(r'[\s@<>,;"\x00-\x1f]', local) or len(local.lower().encode()) > 64:
        return None
    try:
        domain = idna.encode(domain, uts46=True, std3_rules=True, transitional=False).decode()
    except idna.IDNAError:
        return None
    return f"{local.lower()}@{domain}" if "." in domain and not domain.endswith(".") else None


def folded(context, text):
    local, _, domain = (email(context, text) or "").rpartition("@")
    local = local.split("+")[0]
    if domain in DOTS:
        local, domain = local.replace(".", ""), "gmail.com"
    elif domain not in PLUS:
        return None
    return f"{local}@{domain}" if local else None


def bank(_, text):
    return iban.compact(text) if iban.is_valid(text) else None


def account(context, text):
    plain = re.fullmatch(r"0*([1-9][0-9]{0,19})", text)
    return f"{context.lower()}:{plain[1]}" if plain and re.fullmatch("[a-z0-9-]+", context.lower()) else None


def handle(context, text):
    text = unicodedata.normalize("NFKC", text.removeprefix("@")).lower()
    good = text and not re.search(r"[\s@]", text) and re.fullmatch("[a-z0-9-]+", context.lower())
    return f"{context.lower()}:{text}" if good else None


def imei(_, text):
    digits = re.sub(r"[ \-/.]", "", text)
    if not re.fullmatch(r"[0-9]{14,16}", digits) or len(set(digits[:14])) == 1:
        return None
    if device.is_valid(digits) and len(digits) == 15:
        assert device.compact(text)[:14] == digits[:14]
    return digits[:14]


def interface(_, text):
    digits = re.sub(r"[:\-.]", "", text).lower()
    if not re.fullmatch("[0-9a-f]{12}", digits) or int(digits, 16) == 0:
        return None
    colons = ":".join(digits[at : at + 2] for at in range(0, 12, 2))
    return digits if mac.is_valid(colons) and mac.is_unicast(colons) else None


def base58(text, versions):
    number = 0
    for letter in text:
        if letter not in LETTERS:
            return False
        number = number * 58 + LETTERS.index(letter)
    ones = len(text) - len(text.lstrip("1"))
    data = bytes(ones) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    twice = hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()
    return len(data) == 25 and data[0] in versions and data[-4:] == twice[:4]


def wallet(context, text):
    chain = CHAINS.get(context.lower(), context.lower())
    if chain == "tron":
        return f"tron:{text}" if base58(text, [0x41]) else None
    if chain == "bitcoin" and not text.lower().startswith("bc1"):
        return f"bitcoin:{text}" if bitcoin.is_valid(text) else None
    raise NotImplementedError


def by_length(length):
    def judge(_, text):
        empty = {hash(b"").hexdigest() for hash in (hashlib.md5, hashlib.sha1, hashlib.sha256)}
        plain = re.fullmatch(f"[0-9a-f]{{{length}}}", text.lower())
        return text.lower() if plain and text.lower() not in empty else None

    return judge


JUDGES = {
    "phone": phone, "email": email, "email-folded": folded, "iban": bank, "account": account, "handle": handle,
    "imei": imei, "mac": interface, "wallet": wallet, "md5": by_length(32), "sha1": by_length(40), "sha256": by_length(64),
}

if __name__ == "__main__":
    judged = differ = 0
    for line in open(sys.argv[1], encoding="utf-8"):
        kind, context, text, form = line.rstrip("\n").split("\t")
        try:
            found = JUDGES[kind](context.strip(), text.strip()) or "-"
        except (KeyError, NotImplementedError):
            continue
        judged += 1
        if found != form:
            differ += 1
            print(f"{line.rstrip()}: the other program gives {found}")
    print(f"judged {judged}, differ {differ}")
    sys.exit(differ > 0)

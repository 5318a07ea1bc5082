"""A second, slow implementation of docs/deconfliction.md, written from that page with whole numbers alone.

    python3 second_party.py FOLDER

FOLDER holds `charter.json` (signed), `party.json` (number, side, key, secret, opening, inputs) and the partner's messages
`theirs-1` to `theirs-5`. Writes one's own messages `own-1` to `own-5` and `hits.json`; ends with 1 and one line on
standard error where the partner's messages break the protocol. Not for use: nothing here is constant-time.
"""

import hashlib
import json
import sys
from pathlib import Path

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
PROTOCOL = b"TutelaDeconflictV1"
BATCH = 8192


class Broken(Exception):
    """The partner broke the protocol."""


# --- Field, curve and group: RFC 8032 section 5.1, RFC 9496 section 4 ---


def odd(x):
    return x % P & 1


def magnitude(x):
    return (P - x) % P if odd(x) else x % P


def sqrt_ratio(u, v):
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    correct, flipped, flipped_i = check == u % P, check == -u % P, check == -u * SQRT_M1 % P
    if flipped or flipped_i:
        r = r * SQRT_M1 % P
    return correct or flipped, magnitude(r)


INVSQRT_A_MINUS_D = sqrt_ratio(1, -1 - D)[1]
SQRT_AD_MINUS_ONE = P - sqrt_ratio(-D - 1, 1)[1]
if SQRT_AD_MINUS_ONE != 25063068953384623474111414158702152701244531502492656460079210482610430750235:
    SQRT_AD_MINUS_ONE = P - SQRT_AD_MINUS_ONE
ONE_MINUS_D_SQ = (1 - D * D) % P
D_MINUS_ONE_SQ = (D - 1) ** 2 % P
NOTHING = (0, 1, 1, 0)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(p):
    a, b, c = p[0] * p[0] % P, p[1] * p[1] % P, 2 * p[2] * p[2] % P
    h, g = a + b, a - b
    e, f = h - (p[0] + p[1]) ** 2, c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    table = [NOTHING, p]
    while len(table) < 16:
        table.append(add(table[-1], p))
    result = NOTHING
    for digit in f"{n % L:x}":
        result = double(double(double(double(result))))
        result = add(result, table[int(digit, 16)])
    return result


def combined(numbers, points):
    """The sum of n * p, by buckets of four bits."""
    result = NOTHING
    for shift in range(252, -4, -4):
        result = double(double(double(double(result))))
        buckets = [NOTHING] * 16
        for n, p in zip(numbers, points):
            digit = n >> shift & 15
            buckets[digit] = add(buckets[digit], p)
        running = total = NOTHING
        for bucket in reversed(buckets[1:]):
            running = add(running, bucket)
            total = add(total, running)
        result = add(result, total)
    return result


def encode(p):
    x0, y0, z0, t0 = p
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    _, invsqrt = sqrt_ratio(1, u1 * u2 * u2)
    den1, den2 = invsqrt * u1 % P, invsqrt * u2 % P
    z_inv = den1 * den2 * t0 % P
    if odd(t0 * z_inv):
        x, y, den_inv = y0 * SQRT_M1 % P, x0 * SQRT_M1 % P, den1 * INVSQRT_A_MINUS_D % P
    else:
        x, y, den_inv = x0, y0, den2
    if odd(x * z_inv):
        y = -y
    return magnitude(den_inv * (z0 - y)).to_bytes(32, "little")


def decode(data):
    s = int.from_bytes(data, "little")
    if s >= P or s & 1:
        raise Broken("no canonical encoding")
    ss = s * s % P
    u1, u2 = (1 - ss) % P, (1 + ss) % P
    u2_sqr = u2 * u2 % P
    v = (-(D * u1 * u1) - u2_sqr) % P
    square, invsqrt = sqrt_ratio(1, v * u2_sqr)
    den_x = invsqrt * u2 % P
    den_y = invsqrt * den_x * v % P
    x = magnitude(2 * s * den_x)
    y = u1 * den_y % P
    t = x * y % P
    if not square or odd(t) or y == 0:
        raise Broken("no canonical encoding")
    if s == 0:
        raise Broken("the identity")
    return x, y, 1, t


def mapped(t):
    r = SQRT_M1 * t * t % P
    u = (r + 1) * ONE_MINUS_D_SQ % P
    v = (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    c = -1
    if not square:
        s, c = P - magnitude(s * t), r
    n = (c * (r - 1) * D_MINUS_ONE_SQ - v) % P
    w0, w1 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def from_uniform(data):
    half = [int.from_bytes(data[at : at + 32], "little") % 2**255 for at in (0, 32)]
    return add(mapped(half[0]), mapped(half[1]))


GENERATOR = decode(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))


# --- Hashing: RFC 9380 section 5.3.1 ---


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def expand(tag, text, length):
    prime = tag + bytes([len(tag)])
    first = hashlib.sha512(bytes(128) + text + length.to_bytes(2, "big") + b"\0" + prime).digest()
    out, before = b"", bytes(64)
    for number in range(1, (length + 63) // 64 + 1):
        mixed = bytes(a ^ b for a, b in zip(first, before))
        before = hashlib.sha512(mixed + bytes([number]) + prime).digest()
        out += before
    return out[:length]


def scalar(tag, text):
    return int.from_bytes(expand(tag, text, 64), "little") % L


# --- Signatures: RFC 8032 section 5.1 ---


def compressed(p):
    z = pow(p[2], -1, P)
    x, y = p[0] * z % P, p[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decompressed(data):
    n = int.from_bytes(data, "little")
    y, sign = n & (1 << 255) - 1, n >> 255
    square, x = sqrt_ratio(y * y - 1, D * y * y + 1)
    if y >= P or not square or (x == 0 and sign):
        raise Broken("no key or signature")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decompressed((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def sha512_number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L


def signing(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & ((1 << 254) - 8) | 1 << 254
    return a, h[32:], compressed(times(a % L, BASE))


def sign(seed, message):
    a, prefix, public = signing(seed)
    r = sha512_number(prefix, message)
    commitment = compressed(times(r, BASE))
    return commitment + ((r + sha512_number(commitment, public, message) * a) % L).to_bytes(32, "little")


def signed_by(public, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    h = sha512_number(signature[:32], public, message)
    minus = decompressed(public)
    minus = (P - minus[0], minus[1], 1, (P - minus[3]) % P)
    return compressed(add(times(s, BASE), times(h, minus))) == signature[:32]


# --- Proofs: RFC 9497 section 2.2 ---


def weights(context, public, asked, replies):
    seed_tag = b"Seed-" + context
    seed = hashlib.sha512(b"\0\x20" + public + len(seed_tag).to_bytes(2, "big") + seed_tag).digest()
    tag = b"HashToScalar-" + context
    return [
        scalar(tag, b"\0\x40" + seed + at.to_bytes(2, "big") + b"\0\x20" + c + b"\0\x20" + d + b"Composite")
        for at, (c, d) in enumerate(zip(asked, replies))
    ]


def challenge(context, public, points):
    parts = b"".join(b"\0\x20" + element for element in [public, *map(encode, points)])
    return scalar(b"HashToScalar-" + context, parts + b"Challenge")


def prove(k, public, context, asked, replies, random):
    m = combined(weights(context, public, asked, replies), [decode(c) for c in asked])
    c = challenge(context, public, [m, times(k, m), times(random, GENERATOR), times(random, m)])
    return c.to_bytes(32, "little") + ((random - c * k) % L).to_bytes(32, "little")


def check_proof(public, context, asked, replies, proof):
    c, s = (int.from_bytes(half, "little") for half in (proof[:32], proof[32:]))
    numbers = weights(context, public, asked, replies)
    m = combined(numbers, [decode(element) for element in asked])
    z = combined(numbers, [decode(element) for element in replies])
    first = add(times(s, GENERATOR), times(c, decode(public)))
    second = add(times(s, m), times(c, z))
    if max(c, s) >= L or challenge(context, public, [m, z, first, second]) != c:
        raise Broken("the proof fails")


# --- The session ---


class Party:
    def __init__(self, folder):
        self.folder = Path(folder)
        signed = json.loads((self.folder / "charter.json").read_text())
        facts = json.loads((self.folder / "party.json").read_text())
        self.charter = signed["charter"]
        text = json.dumps(self.charter, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self.digest = sha256(PROTOCOL, b"charter", text.encode())
        self.keys = [bytes.fromhex(self.charter[side]["key"]) for side in ("first", "second")]
        for side, key in zip(("first", "second"), self.keys):
            if not signed_by(key, PROTOCOL + b"charter signature" + self.digest, bytes.fromhex(signed[side])):
                raise Broken("the charter is not signed")
        self.number, self.side = facts["number"], facts["side"]
        self.key, self.secret, self.opening = (bytes.fromhex(facts[name]) for name in ("key", "secret", "opening"))
        self.base = PROTOCOL + self.digest + self.number.to_bytes(4, "big")
        self.size = 2 ** self.charter["bucket"]
        self.inputs = sorted({bytes([kind]) + text.encode() for kind, text in facts["inputs"]})
        for at in range(len(self.inputs), self.size):
            self.inputs.append(b"\0" + self.derived("Filling-", self.opening, at.to_bytes(4, "big")))
        self.transcripts = [self.hash("transcript")]

    def tag(self, purpose):
        return purpose.encode() + self.base

    def derived(self, purpose, secret, text, length=32):
        return expand(self.tag(purpose), secret + text, length)

    def hash(self, purpose, *parts):
        return sha256(self.base, bytes([len(purpose)]), purpose.encode(), *parts)

    def element(self, data):
        return from_uniform(expand(self.tag("HashToGroup-ristretto255-SHA512-"), data, 64))

    def masked(self):
        self.k = int.from_bytes(self.derived("Key-", self.secret, b"", 64), "little") % L
        self.public = encode(times(self.k, GENERATOR))
        pairs = sorted((encode(times(self.k, self.element(data))), data) for data in self.inputs)
        self.list, self.inputs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def root(self):
        row = []
        for at, data in enumerate(self.inputs):
            row.append(sha256(b"\0", self.derived("Salt-", self.opening, at.to_bytes(4, "big")), data))
        while len(row) > 1:
            row = [sha256(b"\1", row[at], row[at + 1]) for at in range(0, len(row), 2)]
        return row[0]

    def context(self, side, batch, asked, replies):
        place = self.transcripts[2] + bytes([side]) + batch.to_bytes(4, "big")
        return self.base + sha256(place, *asked, *replies)

    def batches(self, elements):
        return [elements[at : at + BATCH] for at in range(0, len(elements), BATCH)]

    def replies(self, theirs):
        out = []
        for number, asked in enumerate(self.batches(theirs)):
            replies = [encode(times(self.k, decode(element))) for element in asked]
            context = self.context(self.side, number, asked, replies)
            wide = self.derived("Nonce-", self.secret, b"proof" + context, 64)
            random = int.from_bytes(wide, "little") % L
            out.append((replies, prove(self.k, self.public, context, asked, replies, random)))
        return out

    def write(self, step, body):
        head = b"TUTELA-D" + bytes([1, step, self.side, 0]) + self.number.to_bytes(4, "big")
        head += self.digest + self.transcripts[step - 1] + len(body).to_bytes(8, "big")
        digest = sha256(head, body)
        signature = sign(self.key, PROTOCOL + b"message" + digest)
        (self.folder / f"own-{step}").write_bytes(head + body + signature)
        return digest

    def read(self, step):
        data = (self.folder / f"theirs-{step}").read_bytes()
        head, body, signature = data[:88], data[88:-64], data[-64:]
        due = b"TUTELA-D" + bytes([1, step, 1 - self.side, 0]) + self.number.to_bytes(4, "big")
        due += self.digest + self.transcripts[step - 1] + len(body).to_bytes(8, "big")
        digest = sha256(head, body)
        if head != due or not signed_by(self.keys[1 - self.side], PROTOCOL + b"message" + digest, signature):
            raise Broken(f"message {step} is not the one that is due")
        return body, digest

    def step(self, step, body):
        """Writes one's own message, reads the partner's, and goes on with the transcript."""
        own = self.write(step, body)
        theirs, digest = self.read(step)
        both = [own, digest] if self.side == 0 else [digest, own]
        self.transcripts.append(self.hash("transcript", self.transcripts[-1], *both))
        return theirs

    def run(self):
        self.masked()
        own, other = bytes([self.side]), bytes([1 - self.side])
        nonce = self.derived("Nonce-", self.secret, b"list")
        masked = b"".join(self.list)
        commitment = self.hash("list", own, nonce, self.public, sha256(masked))
        committed = self.step(1, self.root() + commitment)[32:]
        body = self.step(2, nonce + self.public + masked)
        if self.hash("list", other, body[:32], body[32:64], sha256(body[64:])) != committed:
            raise Broken("the list is not what was committed to")
        public, theirs = body[32:64], [body[at : at + 32] for at in range(64, len(body), 32)]
        if len(theirs) != self.size or theirs != sorted(set(theirs)) or set(theirs) & set(self.list):
            raise Broken("the list is out of order, too short, or holds what was sent")
        if public == self.public:
            raise Broken("the public element was sent back")
        replies = self.replies(theirs)
        opened = b"".join(b"".join(some) + proof for some, proof in replies)
        nonce = self.derived("Nonce-", self.secret, b"replies")
        committed = self.step(3, self.hash("replies", own, nonce, sha256(opened)))
        body = self.step(4, nonce + opened)
        if self.hash("replies", other, body[:32], sha256(body[32:])) != committed:
            raise Broken("the replies are not what was committed to")
        mine = self.check_replies(public, body[32:])
        both = {element for some, _ in replies for element in some}
        common = sorted((element, at) for at, element in enumerate(mine) if element in both)
        count = len(common).to_bytes(4, "big")
        result = count + self.hash("result", count, *(element for element, _ in common))
        if self.step(5, result) != result:
            raise Broken("the results differ")
        hits = [
            [self.hash("hit", self.transcripts[4], element)[:16].hex(), self.inputs[at][1:].decode()]
            for element, at in common
        ]
        (self.folder / "hits.json").write_text(json.dumps(sorted(hits)))

    def check_replies(self, public, body):
        mine = []
        for number, asked in enumerate(self.batches(self.list)):
            size = 32 * len(asked)
            part, body = body[: size + 64], body[size + 64 :]
            replies = [part[at : at + 32] for at in range(0, size, 32)]
            context = self.context(1 - self.side, number, asked, replies)
            check_proof(public, context, asked, replies, part[size:])
            mine += replies
        return mine


if __name__ == "__main__":
    try:
        Party(sys.argv[1]).run()
    except Broken as broken:
        sys.exit(str(broken))

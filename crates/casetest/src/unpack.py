"""Unpacks members of a container by their chains of names, with tools of others.

Arguments: the container, a folder. Standard input: one chain a line. Member N of the input becomes
the file N of the folder; a chain that leads nowhere is told on standard output by its number.
"""
import bz2, gzip, io, lzma, os, subprocess, sys, tarfile, tempfile, warnings, zipfile

warnings.simplefilter("ignore")
tempfile.tempdir = tempfile.mkdtemp(dir=sys.argv[2])
JOINT = "!/"


def run(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout


def image(path):
    """The content of an image; the tools are chosen by content, for a store has no suffixes."""
    with open(path, "rb") as file:
        head = file.read(4)
        file.seek(-512, 2)
        tail = file.read(8)
    if head[:3] == b"EVF":
        return run("img_cat", "-i", "ewf", path)
    form = {b"QFI\xfb": "qcow2", b"KDMV": "vmdk"}.get(head) or {b"conectix": "vpc"}[tail]
    raw = os.path.join(tempfile.mkdtemp(), "raw")
    run("qemu-img", "convert", "-f", form, "-O", "raw", path, raw)
    return open(raw, "rb").read()


def listed(blob):
    """The members of an archive, or None."""
    if zipfile.is_zipfile(io.BytesIO(blob)) and blob[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            return {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}
    try:
        with tarfile.open(fileobj=io.BytesIO(blob), mode="r:") as archive:
            return {one.name: archive.extractfile(one).read() for one in archive if one.isreg()}
    except tarfile.TarError:
        return None


def single(blob):
    """The one thing inside a compressed file, or None."""
    for magic, unpack in ((b"\x1f\x8b", gzip), (b"BZh", bz2), (b"\xfd7zXZ", lzma)):
        if blob.startswith(magic):
            return unpack.decompress(blob)
    if blob.startswith(b"\x28\xb5\x2f\xfd"):
        return subprocess.run(["zstd", "-dc"], input=blob, check=True, capture_output=True).stdout
    return None


def partition(blob, name):
    """A volume of a partitioned disk, by its number."""
    raw = os.path.join(tempfile.mkdtemp(), "raw")
    open(raw, "wb").write(blob)
    lines = [line.split() for line in run("mmls", raw).decode().splitlines()]
    volumes = [line for line in lines if len(line) > 4 and line[1].replace(":", "").isdigit()]
    start, length = (int(volumes[int(name.split()[1]) - 1][at]) * 512 for at in (2, 4))
    return blob[start : start + length]


def recovered(blob):
    """The files of a volume, deleted ones apart."""
    folder = tempfile.mkdtemp()
    raw = os.path.join(folder, "raw")
    open(raw, "wb").write(blob)
    out = os.path.join(folder, "out")
    run("tsk_recover", "-a", raw, out)
    found = {}
    for where, _, names in os.walk(out):
        for name in names:
            path = os.path.join(where, name)
            found[os.path.relpath(path, out)] = open(path, "rb").read()
    return found


kept = {}


def below(chain):
    """The bytes of every member by its chain, made once."""
    if chain not in kept:
        blob = resolve(chain)
        one = single(blob)
        members = {} if one is not None else (listed(blob) or recovered(blob))
        kept[chain] = (one, members)
    return kept[chain]


cache = {}


def resolve(chain):
    """The bytes of the member that these names lead to, from the outside in."""
    if chain not in cache:
        cache[chain] = find(chain)
    return cache[chain]


def find(chain):
    if not chain:
        return open(sys.argv[1], "rb").read()
    *outer, name = chain
    if not outer and name == "image":
        return image(sys.argv[1])
    if name.startswith("partition "):
        return partition(resolve(tuple(outer)), name)
    one, members = below(tuple(outer))
    if one is not None:
        return one
    clean = {path.lstrip("/"): content for path, content in members.items()}
    return clean[name]


for number, line in enumerate(sys.stdin.read().split("\n")):
    try:
        content = resolve(tuple(line.split(JOINT)) if line else ())
    except (KeyError, IndexError, subprocess.CalledProcessError, OSError):
        print(number)
        continue
    with open(os.path.join(sys.argv[2], str(number)), "wb") as out:
        out.write(content)

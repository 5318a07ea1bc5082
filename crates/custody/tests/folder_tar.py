"""Makes the archive of a folder by the recipe folder-tar-1 of docs/custody.md, a second time and
without Tutela. Usage: folder_tar.py FOLDER > archive.tar"""
import os, stat, sys

BLOCK, NAME, LARGE = 512, 100, 1 << 33


def octal(number, digits):
    return b"%0*o\0" % (digits, number)


def record(key, value):
    rest = len(key) + len(value) + 3
    length = rest + len(str(rest))
    length = rest + len(str(length))
    return b"%d %s=%s\n" % (length, key, value)


def block(kind, name, target, mode, size, seconds, numbers=(0, 0)):
    head = name[:NAME].ljust(NAME, b"\0") + octal(mode, 7) + octal(0, 7) + octal(0, 7)
    head += octal(size, 11) + octal(seconds, 11)
    tail = kind + target[:NAME].ljust(NAME, b"\0") + b"ustar\0" + b"00" + bytes(64)
    tail += octal(numbers[0], 7) + octal(numbers[1], 7)
    total = sum(head) + 8 * 32 + sum(tail)
    return (head + b"%06o\0 " % total + tail).ljust(BLOCK, b"\0")


def fill(content):
    return content + bytes(-len(content) % BLOCK)


def is_text(value):
    try:
        value.decode()
        return True
    except UnicodeDecodeError:
        return False


def headers(kind, name, target, status, size=0, numbers=(0, 0)):
    long = [(key, value) for key, value in ((b"path", name), (b"linkpath", target)) if len(value) > NAME]
    records = b"" if all(is_text(value) for _, value in long) else record(b"hdrcharset", b"BINARY")
    records += b"".join(record(key, value) for key, value in long)
    if size >= LARGE:
        records += record(b"size", b"%d" % size)
    seconds, nanoseconds = divmod(status.st_mtime_ns, 10**9)
    if nanoseconds or not 0 <= seconds < LARGE:
        sign, whole = ("-" if status.st_mtime_ns < 0 else ""), abs(status.st_mtime_ns)
        records += record(b"mtime", b"%s%d.%09d" % (sign.encode(), whole // 10**9, whole % 10**9))
    made = b""
    if records:
        made = block(b"x", b"PaxHeader", b"", 0o644, len(records), 0) + fill(records)
    mode = stat.S_IMODE(status.st_mode)
    seconds = seconds if 0 <= seconds < LARGE else 0
    return made + block(kind, name, target, mode, size if size < LARGE else 0, seconds, numbers)


def listed(folder):
    """Every path below the folder with its status, in the order of bytes."""
    found, ahead = [(b"", os.lstat(folder))], [b""]
    while ahead:
        below = ahead.pop()
        for entry in os.scandir(os.path.join(folder, below)):
            path = os.path.join(below, entry.name)
            status = entry.stat(follow_symlinks=False)
            found.append((path, status))
            if stat.S_ISDIR(status.st_mode):
                ahead.append(path)
    return sorted(found, key=lambda one: one[0])


def write(folder, out):
    first = {}
    for path, status in listed(folder):
        mode, whole = status.st_mode, os.path.join(folder, path)
        if stat.S_ISDIR(mode):
            out.write(headers(b"5", (path or b".") + b"/", b"", status))
        elif stat.S_ISLNK(mode):
            out.write(headers(b"2", path, os.readlink(whole), status))
        elif stat.S_ISFIFO(mode):
            out.write(headers(b"6", path, b"", status))
        elif stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            numbers = (os.major(status.st_rdev), os.minor(status.st_rdev))
            out.write(headers(b"3" if stat.S_ISCHR(mode) else b"4", path, b"", status, 0, numbers))
        elif stat.S_ISREG(mode) and os.access(whole, os.R_OK, effective_ids=True):
            one = (status.st_dev, status.st_ino)
            if status.st_nlink > 1 and one in first:
                out.write(headers(b"1", path, first[one], status))
                continue
            first[one] = path
            with open(whole, "rb") as file:
                out.write(headers(b"0", path, b"", status, status.st_size) + fill(file.read()))
    out.write(bytes(2 * BLOCK))


write(os.fsencode(sys.argv[1]), sys.stdout.buffer)

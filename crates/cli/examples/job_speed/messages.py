"""Makes a WhatsApp database of Android with so many messages: messages.py PATH ROWS"""

import random
import sqlite3
import sys

PATH, ROWS = sys.argv[1], int(sys.argv[2])
CHATS, START_MS, STEP_MS = 2_000, 1_700_000_000_000, 31_000

base = sqlite3.connect(PATH)
base.executescript("""
CREATE TABLE jid (_id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, server TEXT NOT NULL, raw_string TEXT);
CREATE TABLE chat (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER UNIQUE, subject TEXT);
CREATE TABLE message (_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL, from_me INTEGER NOT NULL,
  key_id TEXT NOT NULL, sender_jid_row_id INTEGER, status INTEGER, timestamp INTEGER, received_timestamp INTEGER,
  message_type INTEGER, text_data TEXT);
""")
people = [(n, f"39347{n:07}", f"39347{n:07}@s.whatsapp.net") for n in range(1, CHATS + 1)]
base.executemany("INSERT INTO jid VALUES (?, ?, 's.whatsapp.net', ?)", people)
base.executemany("INSERT INTO chat VALUES (?, ?, NULL)", [(n, n) for n, _, _ in people])
chance = random.Random(7)


def messages():
    for row in range(ROWS):
        at_ms = START_MS + row * STEP_MS
        key = f"3EB0{chance.getrandbits(64):016X}"
        text = "filler words " * (1 + row % 9) + str(row)
        yield chance.randrange(CHATS) + 1, row & 1, key, at_ms, at_ms + 500, text


base.executemany(
    "INSERT INTO message (chat_row_id, from_me, key_id, sender_jid_row_id, status, timestamp, received_timestamp,"
    " message_type, text_data) VALUES (?, ?, ?, 0, 13, ?, ?, 0, ?)",
    messages(),
)
base.commit()

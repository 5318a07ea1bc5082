//! Which column of an artifact means what: LEAPP has no names common to all artifacts.

/// Names of columns by what they mean, in canonical form, the most exact first.
pub(super) struct Roles {
    pub(super) begin: &'static [&'static str],
    pub(super) end: &'static [&'static str],
    pub(super) name: &'static [&'static str],
    pub(super) id: &'static [&'static str],
}

/// When something happened, or began.
pub(super) const BEGIN: &[&str] = &[
    "timestamp",
    "starting timestamp",
    "message timestamp",
    "call start timestamp",
    "call start time",
    "call timestamp",
    "call start",
    "message time",
    "delivery date",
    "connect time",
    "call date/time",
    "call date",
    "start timestamp",
    "start time",
    "start_date",
    "time start",
    "sent",
    "date sent",
    "date / time sent",
    "send timestamp",
    "timestamp (utc)",
    "timestamp - utc",
    "date (utc)",
    "date / time",
    "date and time",
    "date",
    "time",
    "created",
    "created timestamp",
    "created at",
    "creation date",
    "creation time",
    "creation timestamp",
    "create time",
    "visit timestamp",
    "visit time",
    "visit date",
    "last visit time",
    "event timestamp",
    "intent timestamp",
    "added timestamp",
    "time added",
    "date added",
    "date taken",
    "purchase date",
    "communication time",
    "segb timestamp",
    "last modified",
    "last updated",
    "date modified",
    "modified",
];

/// Until when.
pub(super) const END: &[&str] = &[
    "ending timestamp",
    "call end timestamp",
    "call end",
    "call end date/time",
    "end time (computed)",
    "end time (computed from message_text)",
    "call end time (computed: start + duration)",
    "end timestamp",
    "end time",
    "end_date",
    "end date",
    "time end",
];

/// How long a call lasted.
pub(super) const DURATION: &[&str] = &[
    "duration h:m:s",
    "duration in secs",
    "call duration (seconds)",
    "duration (seconds)",
    "call duration",
    "interaction duration",
    "duration",
    "duration (as stored)",
];

/// Which way it went, seen from the device.
pub(super) const DIRECTION: &[&str] = &[
    "direction",
    "call direction",
    "message direction",
    "communication direction",
    "from me",
    "outgoing",
    "type",
    "call type",
];

/// What became of a call.
pub(super) const STATUS: &[&str] = &[
    "answered",
    "call answered",
    "call status",
    "connected",
    "outcome",
    "disconnected cause",
    "disconnectedcause",
    "state (as stored)",
];

/// The other one of a call, by name and by identifier.
pub(super) const CALL_OTHER: Roles = Roles {
    begin: BEGIN,
    end: END,
    name: &[
        "contact fullname",
        "contact name",
        "display name",
        "party name",
        "partner name",
        "cached name",
        "caller",
        "contact",
        "receiver name",
        "sender name",
        "name",
    ],
    id: &[
        "contact id",
        "caller jid",
        "partner uid",
        "remote user id",
        "remote user",
        "remoteparticipanthandle",
        "phone number",
        "partner",
        "raw number",
        "normalized number",
        "formatted number",
        "number",
        "receiver id",
        "sender id",
        "caller id",
        "recipient",
    ],
};

/// Who called, where a row names both sides.
pub(super) const CALLER: Roles = Roles {
    begin: BEGIN,
    end: END,
    name: &["call originator name", "originator name"],
    id: &["from id", "from_id", "call originator", "originator"],
};

/// Who was called, where a row names both sides.
pub(super) const CALLEE: Roles = Roles {
    begin: BEGIN,
    end: END,
    name: &["call participant name", "target participant name"],
    id: &["to id", "to_id", "call target"],
};

/// Who wrote a message.
pub(super) const SENDER: Roles = Roles {
    begin: BEGIN,
    end: &[],
    name: &[
        "sender name",
        "sender display name",
        "sender (display full name)",
        "sender username",
        "sender",
        "from",
        "author name",
        "author",
        "username",
        "user name",
        "display name",
    ],
    id: &[
        "from id",
        "sender id",
        "sender user id",
        "sender uid",
        "sender-id",
        "sender handle",
        "sender (phone)",
        "sender number",
        "sender email",
        "from address",
        "from_id",
        "author id",
    ],
};

/// Who received a message.
pub(super) const RECEIVER: Roles = Roles {
    begin: BEGIN,
    end: &[],
    name: &["receiver", "recipient name", "recipient", "recipients", "to"],
    id: &[
        "to id",
        "receiver id",
        "recipient id",
        "recipient handles",
        "to address",
        "to_id",
        "partner uid",
    ],
};

/// The other one of a message, where only the correspondent is named.
pub(super) const CORRESPONDENT: Roles = Roles {
    begin: BEGIN,
    end: &[],
    name: &["other party contact name", "chat partner", "contact name"],
    id: &["other party number", "other party id", "address", "phone number", "number"],
};

/// The text of a message.
pub(super) const BODY: &[&str] = &[
    "message",
    "message text",
    "message content",
    "message body",
    "text",
    "text message",
    "body",
    "content",
    "original message",
    "last message",
    "chat message",
    "content (as stored)",
    "body(txt)",
    "summary",
];

/// The conversation a message stands in.
pub(super) const CONVERSATION: &[&str] = &[
    "thread id",
    "thread key",
    "conversation id",
    "conversation-id",
    "chat id",
    "chat-id",
    "conversation key",
    "channel id",
    "group id",
    "conversation",
    "chat name",
    "chat",
    "thread",
];

/// The key of a message or call.
pub(super) const REFERENCE: &[&str] = &[
    "message id",
    "message-id",
    "message guid",
    "call id",
    "log id",
    "uniqueid",
    "event id",
    "row id",
];

/// The file of a message.
pub(super) const ATTACHMENT: &[&str] = &[
    "attachment file",
    "attachment name",
    "attachment filename",
    "attachment",
    "attachments",
    "attachment(s)",
    "filename",
    "media",
];

/// Whom an address book names, or who holds an account.
pub(super) const PERSON: Roles = Roles {
    begin: &["created", "created timestamp", "creation date", "added timestamp", "create time"],
    end: &[],
    name: &[
        "fullname",
        "full name",
        "display name",
        "contact name",
        "real name",
        "peer name",
        "account name",
        "name",
        "first name",
        "given names",
        "nickname",
    ],
    id: &[
        "whatsapp id",
        "jid",
        "user id",
        "telegram user id",
        "peer id",
        "facebook id",
        "aci",
        "identity",
        "user-id",
        "uid",
        "member id",
        "contact id",
        "account id",
    ],
};

/// Telephone numbers of a person.
pub(super) const PHONE: &[&str] = &[
    "phone number",
    "phone",
    "phone nr",
    "contact phone",
    "contact number",
    "number",
    "normalized number",
    "telephone number",
    "phone numbers",
    "user phone number",
    "burner number",
];

/// E-mail addresses of a person.
pub(super) const EMAIL: &[&str] =
    &["email", "email address", "contact email", "email addresses", "emails", "user email address"];

/// Names a person chose.
pub(super) const HANDLE: &[&str] = &["username", "user name", "handle", "twitter profile"];

/// How far off a position may be.
pub(super) const ACCURACY: &[&str] =
    &["horizontal accuracy", "horizontal accuracy (m)", "horizontal acc.", "accuracy", "radius"];

/// The place of a position in words.
pub(super) const PLACE: &[&str] =
    &["address", "place name", "location name", "venue name", "location", "title", "name", "label"];

/// What an activity concerns.
pub(super) const TARGET: &[&str] = &[
    "url",
    "request url",
    "bundle id",
    "bundle identifier",
    "package name",
    "application",
    "app name",
    "app id",
    "path",
    "file name",
    "filename",
    "identifier",
];

/// What an activity was.
pub(super) const DESCRIPTION: &[&str] = &[
    "search term",
    "search query",
    "title",
    "message",
    "name",
    "description",
    "value",
    "event",
    "activity",
];

/// Whether an item was deleted.
pub(super) const DELETED: &[&str] = &["deleted", "is deleted", "deleted?"];

/// Parts of names of columns whose value is a secret.
const SECRETS: &[&str] = &[
    "password",
    "passcode",
    "authtoken",
    "auth token",
    "access token",
    "refresh token",
    "presharedkey",
    "wepkeys",
    "private key",
    "pin code",
];

/// Whether a column holds a secret: that one is stated is kept, the secret is not copied.
pub(super) fn is_secret(name: &str) -> bool {
    name == "token" || SECRETS.iter().any(|part| name.contains(part)) && !name.contains("expir")
}

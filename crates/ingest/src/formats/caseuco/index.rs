//! What other nodes refer to: accounts, people, applications, threads, by their `@id`.
//!
//! A graph states its nodes in any order, so that it is read twice: first for this index, whose size
//! is limited, then for the records.

use std::collections::BTreeMap;

use model::{Party, identifier};

use super::node::{Node, each, reference, texts};

/// Nodes held, and bytes of their texts: a whole telephone has some hundred thousand nodes, of which
/// a tenth is referred to.
const NODES_MAX: usize = 300_000;
const BYTES_MAX: usize = 64 << 20;

/// Steps from a node to what its references say: account, application, organisation.
const STEPS_MAX: u32 = 3;

/// What is remembered of a node.
#[derive(Debug, Default, Clone)]
struct Known {
    name: String,
    identifier: String,
    handle: String,
    phone: String,
    email: String,
    /// The issuer or application of an account, as `@id` or text.
    issuer: String,
    /// The address an e-mail account refers to.
    email_at: String,
    is_account: bool,
}

/// The index; see the module.
#[derive(Debug, Default)]
pub(super) struct Index {
    nodes: BTreeMap<String, Known>,
    threads: Vec<String>,
    thread_of: BTreeMap<String, usize>,
    bytes: usize,
    /// Nodes for which there was no room.
    pub(super) left_out: u64,
}

/// Whether a node is an account of any sort.
pub(super) fn is_account(node: &Node) -> bool {
    node.types.iter().any(|name| name.ends_with("Account") && name != "ConfiguredAccount")
        || ["AccountFacet", "PhoneAccountFacet", "MobileAccountFacet", "EmailAccountFacet"]
            .iter()
            .chain(&["DigitalAccountFacet", "ApplicationAccountFacet"])
            .any(|facet| node.has_facet(facet))
}

impl Index {
    /// Remembers what may be referred to of a node.
    pub(super) fn add(&mut self, mut node: Node) {
        if node.is("MessageThread") || node.has_facet("MessageThreadFacet") {
            return self.add_thread(node);
        }
        let referable = is_account(&node)
            || ["Person", "Organization", "Identity", "Application", "EmailAddress", "Contact"]
                .iter()
                .chain(&["URL", "Device", "Software", "Location"])
                .any(|name| node.is(name));
        if !referable || node.id.is_empty() {
            return;
        }
        let id = std::mem::take(&mut node.id);
        let known = Known {
            is_account: is_account(&node),
            name: person_name(&mut node),
            identifier: node.text("accountIdentifier"),
            handle: node.text("accountLogin"),
            phone: first_of(&mut node, &["phoneNumber", "MSISDN"]),
            email: first_of(&mut node, &["addressValue", "fullValue"]),
            issuer: [node.references("accountIssuer"), node.references("application")]
                .concat()
                .into_iter()
                .next()
                .unwrap_or_default(),
            email_at: node.references("emailAddress").into_iter().next().unwrap_or_default(),
        };
        let bytes = id.len()
            + [&known.name, &known.identifier, &known.handle, &known.phone, &known.email]
                .iter()
                .map(|text| text.len())
                .sum::<usize>()
            + known.issuer.len()
            + known.email_at.len();
        if self.has_room(bytes) {
            self.nodes.insert(id, known);
        }
    }

    fn has_room(&mut self, bytes: usize) -> bool {
        let count = self.nodes.len() + self.thread_of.len();
        let room = count < NODES_MAX && self.bytes + bytes <= BYTES_MAX;
        if room {
            self.bytes += bytes;
        } else {
            self.left_out += 1;
        }
        room
    }

    fn add_thread(&mut self, mut node: Node) {
        let name = node.text("name");
        let name = if name.is_empty() { node.id.clone() } else { name };
        if !self.has_room(name.len()) {
            return;
        }
        let thread = self.threads.len();
        self.threads.push(name);
        let Some(value) = node.take("messageThread") else { return };
        for list in each(Some(value)) {
            let elements = list.get("co:element").or_else(|| list.get("element")).cloned();
            let own = if elements.is_some() { elements } else { Some(list) };
            for id in each(own).iter().filter_map(reference) {
                if self.has_room(id.len()) {
                    self.thread_of.insert(id, thread);
                }
            }
        }
    }

    /// Whether a text is the `@id` of a node that is remembered.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.nodes.contains_key(id)
    }

    /// The thread a message stands in.
    pub(super) fn thread(&self, message: &str) -> &str {
        let thread = self.thread_of.get(message).and_then(|at| self.threads.get(*at));
        thread.map_or("", String::as_str)
    }

    /// The name of what an `@id` refers to; a text that is no `@id` of the graph stands for itself.
    pub(super) fn name<'t>(&'t self, id: &'t str) -> &'t str {
        match self.nodes.get(id) {
            Some(known) if !known.name.is_empty() => &known.name,
            Some(known) if !known.email.is_empty() => &known.email,
            _ => id,
        }
    }

    /// Fills a party from what an `@id` refers to.
    pub(super) fn party(&self, id: &str, region: Option<&str>, party: &mut Party) {
        party.clear();
        self.fill(id, region, party, STEPS_MAX);
    }

    fn fill(&self, id: &str, region: Option<&str>, party: &mut Party, steps: u32) {
        let Some(known) = self.nodes.get(id) else {
            // A reference out of the graph is still the same one wherever it stands.
            party.account.set(&identifier::account("case-uco", id).unwrap_or_default());
            return;
        };
        party.name.set(&known.name);
        party.handle.set(&known.handle);
        set_phone(&known.phone, region, party);
        let stated = [known.email.as_str(), self.name(&known.email_at)];
        let email = stated.iter().find_map(|text| identifier::email(text));
        party.email.set(email.as_deref().unwrap_or(""));
        let issuer = if steps > 0 { self.issuer(known, steps - 1) } else { String::new() };
        if !known.identifier.is_empty() {
            let account = identifier::account(&issuer, &known.identifier);
            party.account.set(account.as_deref().unwrap_or(""));
        } else if known.is_account && party.phone_stated.is_empty() && party.email.is_empty() {
            // Nothing else tells this account from another one: the graph's own key does.
            party.account.set(&identifier::account("case-uco", id).unwrap_or_default());
        }
    }

    fn issuer(&self, known: &Known, steps: u32) -> String {
        if known.issuer.is_empty() {
            return String::new();
        }
        match self.nodes.get(&known.issuer) {
            Some(issuer) if issuer.name.is_empty() && steps > 0 => self.issuer(issuer, steps - 1),
            Some(issuer) => issuer.name.clone(),
            None => known.issuer.clone(),
        }
    }

    /// The platform of an account: the name of its issuer or application.
    pub(super) fn platform(&self, account: &str) -> String {
        self.nodes.get(account).map(|known| self.issuer(known, STEPS_MAX)).unwrap_or_default()
    }
}

/// Sets a phone as stated and, where it is one, in its canonical form.
pub(super) fn set_phone(stated: &str, region: Option<&str>, party: &mut Party) {
    party.phone_stated.set(stated);
    party.phone.set(identifier::phone(stated, region).as_deref().unwrap_or(""));
}

/// The name of a person, organisation, application or account.
pub(super) fn person_name(node: &mut Node) -> String {
    let stated = first_of(node, &["displayName", "name"]);
    if !stated.is_empty() {
        return stated;
    }
    let parts =
        [["givenName", "firstName"], ["middleName", "middleName"], ["familyName", "lastName"]];
    let parts: Vec<String> =
        parts.iter().map(|names| first_of(node, names)).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// Takes the first of these properties that is stated.
pub(super) fn first_of(node: &mut Node, names: &[&str]) -> String {
    for name in names {
        let Some(value) = node.take(name) else { continue };
        if let Some(text) = texts(&value).into_iter().find(|text| !text.is_empty()) {
            return text;
        }
    }
    String::new()
}

//! A chat of a report, message by message: chats have hundreds of thousands of them.

use super::message::Chat;
use super::model::Model;
use super::reading::{Ended, Reading};
use crate::formats::xml::{Faults, Piece};
use crate::formats::xml_tree::Tree;
use crate::sink::Halt;

/// What is known of the chat that is being read.
struct Open {
    /// The chat without its messages.
    tree: Tree,
    /// For each element open in it, whether it is a model.
    models: Vec<bool>,
    /// Whether the tree has the whole chat, because it was looked through before its messages.
    complete: bool,
    outside: usize,
}

impl Reading<'_, '_, '_, '_> {
    /// Reads the chat just opened: each message a row, then the chat itself.
    pub(super) fn read_chat(&mut self, before: Faults) -> Result<Ended, Halt> {
        let start = self.reader.start();
        let outside = self.reader.depth().saturating_sub(1);
        let mut open = Open { tree: Tree::default(), models: vec![true], complete: false, outside };
        open.tree.open(self.reader);
        self.count_chat();
        let mut fault = self.reader.faults().since(before);
        let mut chat = None;
        let ended = loop {
            let faults = self.reader.faults();
            let piece = self.reader.next()?;
            if piece == Piece::Open && open.models.len() == 1 && self.is_messages() {
                if chat.is_none() {
                    if !has_participants(&open.tree) {
                        self.look_through(&mut open)?;
                    }
                    chat = Some(self.chat_of(&open.tree));
                }
                self.read_messages(chat.as_ref())?;
                continue;
            }
            if let Some(ended) = self.step(piece, &mut open) {
                break ended;
            }
            fault = fault.or(self.reader.faults().since(faults));
        };
        let model = Model::of(open.tree.root());
        let place = self.place(format!("Chat {}", model.id()), start, ended);
        let fault = fault.or(self.fault(&open.tree, ended, self.reader.faults()));
        self.sink.begin(&place)?;
        match fault {
            Some(kind) => self.sink.reject(kind, "Chat", "")?,
            None => self.record_chat(&model)?,
        }
        Ok(ended)
    }

    /// Takes in a piece of the chat itself; says how the chat ended once it did.
    fn step(&self, piece: Piece, open: &mut Open) -> Option<Ended> {
        match piece {
            Piece::Open => {
                let is_model = self.reader.name() == "model";
                if is_model && open.models.last() == Some(&true) {
                    return Some(Ended::InNext);
                }
                open.models.push(is_model);
                if !open.complete {
                    open.tree.open(self.reader);
                }
            }
            Piece::Text if !open.complete => open.tree.push_text(self.reader.text()),
            Piece::Text => {}
            Piece::Close => {
                open.models.pop();
                if !open.complete {
                    open.tree.close(self.reader.end());
                }
                if self.reader.depth() <= open.outside {
                    return Some(Ended::Whole);
                }
            }
            Piece::End => return Some(Ended::Cut),
        }
        None
    }

    fn is_messages(&self) -> bool {
        let named = |(name, text): &(String, String)| name == "name" && text == "Messages";
        self.reader.name() == "multiModelField" && self.reader.attributes().iter().any(named)
    }

    fn chat_of(&self, tree: &Tree) -> Chat {
        let model = Model::of(tree.root());
        Chat::of(&model, &model.models_stated("Participants"), &self.filler)
    }

    /// Looks at the rest of the chat for what stands after its messages, and comes back to them.
    fn look_through(&mut self, open: &mut Open) -> Result<(), Halt> {
        let here = self.reader.bookmark_element();
        let mut models = std::mem::replace(&mut open.models, vec![true]);
        self.pass_messages()?;
        loop {
            let piece = self.reader.next()?;
            if piece == Piece::Open && open.models.len() == 1 && self.is_messages() {
                self.pass_messages()?;
            } else if self.step(piece, open).is_some() {
                break;
            }
        }
        std::mem::swap(&mut open.models, &mut models);
        open.complete = true;
        self.reader.go_to(&here)?;
        // The field of the messages is opened once more.
        self.reader.next()?;
        Ok(())
    }

    fn pass_messages(&mut self) -> Result<(), Halt> {
        let outside = self.reader.depth().saturating_sub(1);
        while self.reader.depth() > outside {
            if self.reader.next()? == Piece::End {
                break;
            }
        }
        Ok(())
    }

    /// Reads the messages of the field just opened.
    fn read_messages(&mut self, chat: Option<&Chat>) -> Result<(), Halt> {
        let outside = self.reader.depth().saturating_sub(1);
        while self.reader.depth() > outside {
            let faults = self.reader.faults();
            let piece = self.reader.next()?;
            if piece == Piece::End {
                return Err(self.cut());
            }
            if piece != Piece::Open || self.reader.name() != "model" {
                continue;
            }
            let mut ended = self.read_model(chat, faults)?;
            while ended == Ended::InNext {
                ended = self.read_model(chat, self.reader.faults())?;
            }
            if ended == Ended::Cut {
                return Err(self.cut());
            }
        }
        Ok(())
    }
}

fn has_participants(tree: &Tree) -> bool {
    let named = |field: crate::formats::xml_tree::Element<'_>| {
        field.peek_attribute("name") == "Participants"
    };
    tree.root().children().any(named)
}

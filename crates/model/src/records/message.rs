//! A message between accounts: metadata, and the text only where the exhibit has it.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// A message: who wrote, to whom, when, on which platform.
    Message is Message {
        /// The platform or network.
        platform: Text,
        /// The conversation, chat or thread.
        conversation: Text,
        /// The source's own key for the message.
        reference: Text,
        /// When it was sent.
        sent: Stamp,
        /// Who wrote it.
        sender: Party,
        /// Who received it; absent for a group.
        receiver: Party,
        /// `text`, `media`, `call`, `system`, `deleted`, or the source's own word.
        content: Text,
        /// The text as stated.
        body: Text,
        /// The key of the message this one answers.
        reply_to: Text,
        /// File name of an attachment, as stated.
        attachment: Text,
        /// Authority under which an officer took part, in officers' contact logs.
        authority: Text,
        /// `active`, `deleted`, `recovered`; absent where the source makes no difference.
        state: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}

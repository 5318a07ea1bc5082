//! Writing HTML: a tree of elements whose every text is escaped when it is written.
//!
//! There is no way to put markup into a text: tags and names of attributes are constants of the
//! program, everything else is escaped. Characters that hide or turn text are written as their
//! code, in whatever place they stand. Source: HTML Living Standard, §13.3 (serialising).

use crate::values::is_hidden;

/// A node of the page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// Text; escaped when written.
    Text(String),
    /// An element.
    Element(Element),
    /// Nodes one after another, with nothing around them.
    Several(Vec<Node>),
    /// A style sheet of the program; CSS inside `<style>` cannot be escaped.
    Css(&'static str),
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<Node>> for Node {
    fn from(nodes: Vec<Node>) -> Self {
        Self::Several(nodes)
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// An element: tag, attributes, children.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Node>,
}

/// A new element.
pub(crate) fn el(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), children: Vec::new() }
}

impl Element {
    /// Sets an attribute.
    pub(crate) fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Sets the class.
    pub(crate) fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    /// Sets the anchor.
    pub(crate) fn id(self, id: impl Into<String>) -> Self {
        self.attr("id", id)
    }

    /// Adds a child.
    pub(crate) fn with(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Adds children.
    pub(crate) fn each<N: Into<Node>>(mut self, children: impl IntoIterator<Item = N>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }

    /// Adds a child where there is one.
    pub(crate) fn maybe(mut self, child: Option<impl Into<Node>>) -> Self {
        self.children.extend(child.map(Into::into));
        self
    }

    /// The document: doctype and this element as its root.
    pub(crate) fn document(&self) -> String {
        let mut out = String::from("<!DOCTYPE html>\n");
        self.write(&mut out);
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.tag);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, false, out);
            out.push('"');
        }
        out.push('>');
        if VOID.contains(&self.tag) {
            return;
        }
        let keeps_lines = self.tag == "pre";
        if keeps_lines {
            // A parser drops the first line break after <pre>; this one is ours to lose.
            out.push('\n');
        }
        for child in &self.children {
            child.write(keeps_lines, out);
        }
        out.push_str("</");
        out.push_str(self.tag);
        out.push('>');
        if BLOCKS.contains(&self.tag) {
            out.push('\n');
        }
    }
}

impl Node {
    fn write(&self, keeps_lines: bool, out: &mut String) {
        match self {
            Self::Text(text) => escape(text, keeps_lines, out),
            Self::Element(element) => element.write(out),
            Self::Several(nodes) => nodes.iter().for_each(|node| node.write(keeps_lines, out)),
            Self::Css(css) => out.push_str(css),
        }
    }
}

/// A `<style>` element: its text is a constant of the program.
pub(crate) fn style(css: &'static str) -> Element {
    debug_assert!(!css.contains("</"), "a style sheet that would end its element");
    el("style").with(Node::Css(css))
}

/// Elements without end tag.
const VOID: &[&str] = &["br", "col", "hr", "meta"];

/// Elements that end a line of the file, so that two reports can be compared line by line.
const BLOCKS: &[&str] = &[
    "article", "body", "caption", "dd", "div", "dl", "figure", "footer", "h1", "h2", "h3", "h4",
    "head", "header", "li", "main", "meta", "nav", "ol", "p", "pre", "section", "style", "svg",
    "table", "tbody", "thead", "title", "tr", "ul",
];

fn escape(text: &str, keeps_lines: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' if keeps_lines => out.push('\n'),
            hidden if is_hidden(hidden) => out.extend(hidden.escape_unicode()),
            plain => out.push(plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_inert_in_text_and_in_attributes() {
        let hostile = "</p><script>alert(1)</script>\" onload='x' & \u{202e}txt";
        let written = el("p").attr("title", hostile).with(hostile).document();
        insta::assert_snapshot!(written, @r#"
        <!DOCTYPE html>
        <p title="&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp; \u{202e}txt">&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp; \u{202e}txt</p>
        "#);
    }

    proptest::proptest! {
        #[test]
        fn no_text_opens_a_tag(text in "\\PC*") {
            let written = el("span").attr("title", text.clone()).with(text).document();
            proptest::prop_assert_eq!(written.matches('<').count(), 3);
            proptest::prop_assert_eq!(written.matches('"').count(), 2);
        }
    }
}

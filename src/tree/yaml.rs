//! YAML events to a tree, refusing what an officer never needs.
//!
//! Anchors, aliases, tags and merge keys are refused because they make a small file expand
//! without bound or hide what a field says; a doubled key because the second would win in
//! silence; depth over [`MAX_DEPTH`] because a bracket bomb is the only text that needs it.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};

use super::{Key, Node, Trouble, Value, is_unprintable};

/// Maps and lists nest no deeper.
const MAX_DEPTH: usize = 8;

/// Characters that the name of a field can have; before a later colon stands a sentence.
const LONGEST_NAME: usize = 12;

/// Reads one YAML document.
pub(super) fn parse(text: &str) -> Result<Node, Trouble> {
    refuse_characters(text)?;
    let places = Places::new(text);
    let mut builder = Builder { places: &places, stack: Vec::new(), top: None };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = places.offset(error.marker());
            let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            explain_syntax(error.info(), at..end, text)
        })?;
        builder.event(event, places.span(&span))?;
    }
    Ok(builder.top.unwrap_or(Node { span: 0..0, value: Value::Map(Vec::new()) }))
}

/// Characters that end a line for some readers and not for others, and controls.
fn refuse_characters(text: &str) -> Result<(), Trouble> {
    let bad = |c: char| {
        matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')
            || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    };
    let Some((at, c)) = text.char_indices().find(|(_, c)| bad(*c)) else { return Ok(()) };
    let message = format!("此处有看不见的控制字符 U+{:04X}", u32::from(c));
    Err(Trouble::new(at..at + c.len_utf8(), message)
        .hint("删去这个字符；它多半是从别的软件粘贴时带来的"))
}

/// Where a full-width colon stands after what looks like the name of a field.
fn full_colon(line: &str) -> Option<usize> {
    let at = line.find('：')?;
    let name = line[..at].trim_start_matches([' ', '-']);
    let is_name =
        name.chars().count() <= LONGEST_NAME && !name.contains([' ', '"', '\'']);
    (is_name && !line.contains(": ")).then_some(at)
}

/// Says in Chinese what the parser found wrong.
fn explain_syntax(info: &str, span: Range<usize>, text: &str) -> Trouble {
    let line_start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    // A field that is none joins the line after it, and there the parser stumbles.
    let before = text[..line_start].trim_end();
    let before_start = before.rfind('\n').map_or(0, |at| at + 1);
    let lines = [(line_start, line), (before_start, &before[before_start..])];
    if let Some(at) =
        lines.iter().find_map(|(start, line)| Some(start + full_colon(line)?))
    {
        let end = at + '：'.len_utf8();
        let mended = if text[end..].starts_with(' ') { ":" } else { ": " };
        return Trouble::new(at..end, "字段名后面用了中文冒号「：」")
            .hint("改为英文冒号加一个空格，例如「标题: 关于……的通知」")
            .fix(mended);
    }
    if line.trim_start_matches(' ').starts_with('\t') {
        return Trouble::new(span, "缩进用了制表符（Tab）")
            .hint("把行首的 Tab 换成两个空格");
    }
    let trouble = |message: &str| Trouble::new(span.clone(), message);
    if info.contains("mapping values") {
        return trouble("这一行的值里又出现了「: 」，分不清字段名和内容")
            .hint("给冒号后面的整段内容加上英文双引号");
    }
    if info.contains("quoted scalar") || info.contains("end of stream") {
        return trouble("引号或括号没有写成一对").hint("补上另一半引号或括号");
    }
    trouble("YAML 的写法有误，从这里起读不懂了")
        .hint("检查这一行和上一行：字段名、英文冒号、空格、内容，各行左边对齐")
}

/// Bytes for the parser's places, which count lines and characters.
struct Places<'t> {
    text: &'t str,
    lines: Vec<usize>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        let mut lines = vec![0];
        lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Self { text, lines }
    }

    fn offset(&self, marker: &Marker) -> usize {
        let line = marker.line().saturating_sub(1).min(self.lines.len() - 1);
        let start = self.lines[line];
        let rest = &self.text[start..];
        rest.char_indices()
            .nth(marker.col())
            .map_or(self.text.len(), |(at, _)| start + at)
    }

    fn span(&self, span: &Span) -> Range<usize> {
        let start = self.offset(&span.start);
        start..self.offset(&span.end).max(start)
    }
}

/// A map or a list whose end has not come yet.
enum Open {
    Map { start: usize, entries: Vec<(Key, Node)>, key: Option<Key> },
    List { start: usize, items: Vec<Node> },
}

struct Builder<'p, 't> {
    places: &'p Places<'t>,
    stack: Vec<Open>,
    top: Option<Node>,
}

impl Builder<'_, '_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), Trouble> {
        match event {
            Event::DocumentStart(_) if self.top.is_some() => {
                Err(Trouble::new(span, "一个文件里有两份 YAML 文档")
                    .hint("删去多余的「---」行，或把它们分成两个文件"))
            }
            Event::Alias(_) => Err(refused(span, "引用（*）")),
            Event::Scalar(text, style, anchor, tag) => {
                refuse_marks(anchor, tag.is_some(), &span)?;
                let plain = style == ScalarStyle::Plain;
                // What the file itself does not hold may be written as an escape.
                if let Some(c) = text.chars().find(|c| is_unprintable(*c)) {
                    let code = u32::from(c);
                    let message = format!("这里写的是看不见的控制字符 U+{code:04X}");
                    return Err(
                        Trouble::new(span, message).hint("删去反斜杠和后面的代码")
                    );
                }
                self.scalar(text.into_owned(), plain, span)
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_marks(anchor, tag.is_some(), &span)?;
                self.open(Open::List { start: span.start, items: Vec::new() }, span)
            }
            Event::MappingStart(anchor, tag) => {
                refuse_marks(anchor, tag.is_some(), &span)?;
                self.open(
                    Open::Map { start: span.start, entries: Vec::new(), key: None },
                    span,
                )
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.start),
            _ => Ok(()),
        }
    }

    fn open(&mut self, open: Open, span: Range<usize>) -> Result<(), Trouble> {
        if self.stack.len() == MAX_DEPTH {
            return Err(Trouble::new(span, format!("嵌套超过 {MAX_DEPTH} 层"))
                .hint("把内容拆开来写"));
        }
        let keyless = matches!(self.stack.last(), Some(Open::Map { key: None, .. }));
        if keyless {
            return Err(Trouble::new(span, "字段名只能是文字，不能是列表或映射"));
        }
        self.stack.push(open);
        Ok(())
    }

    fn scalar(
        &mut self,
        text: String,
        plain: bool,
        span: Range<usize>,
    ) -> Result<(), Trouble> {
        if let Some(Open::Map { entries, key: key @ None, .. }) = self.stack.last_mut() {
            if text == "<<" && plain {
                return Err(refused(span, "合并键（<<）"));
            }
            if entries.iter().any(|(old, _)| old.name == text) {
                return Err(Trouble::new(span, format!("字段「{text}」写了两次"))
                    .hint("只留下一个"));
            }
            *key = Some(Key { name: text, span });
            return Ok(());
        }
        self.place(Node { span, value: Value::Scalar { text, plain } })
    }

    fn close(&mut self, end: usize) -> Result<(), Trouble> {
        let open = self.stack.pop().expect("the parser pairs starts and ends");
        let (start, value, last) = match open {
            Open::Map { start, entries, .. } => {
                let last = entries.last().map(|(_, node)| node.span.end);
                (start, Value::Map(entries), last)
            }
            Open::List { start, items } => {
                let last = items.last().map(|node| node.span.end);
                (start, Value::List(items), last)
            }
        };
        // A block collection "ends" where the next thing begins; its last child is the end
        // that a reader would point at.
        let closes = self.places.text[end..].starts_with([']', '}']);
        let end = if closes { end + 1 } else { last.unwrap_or(end) };
        self.place(Node { span: start..end.max(start), value })
    }

    fn place(&mut self, node: Node) -> Result<(), Trouble> {
        match self.stack.last_mut() {
            Some(Open::Map { entries, key, .. }) => {
                let key = key.take().expect("a value comes after its key");
                entries.push((key, node));
            }
            Some(Open::List { items, .. }) => items.push(node),
            None => self.top = Some(top(node, self.places.text)?),
        }
        Ok(())
    }
}

/// The top of a document must be keys and values; an empty one counts as no keys.
fn top(node: Node, source: &str) -> Result<Node, Trouble> {
    match &node.value {
        Value::Map(_) => Ok(node),
        Value::Scalar { text, plain: true } if text.is_empty() || text == "~" => {
            Ok(Node { span: node.span, value: Value::Map(Vec::new()) })
        }
        Value::Scalar { text, .. } if text.contains('：') => {
            let at = source[node.span.clone()].find('：').unwrap_or(0) + node.span.start;
            Err(Trouble::new(at..at + '：'.len_utf8(), "字段名后面用了中文冒号「：」")
                .hint("改为英文冒号加一个空格，例如「标题: 关于……的通知」")
                .fix(": "))
        }
        Value::Scalar { .. } | Value::List(_) => {
            Err(Trouble::new(node.span, "这里应当是一行行的「字段: 内容」"))
        }
    }
}

fn refuse_marks(anchor: usize, tag: bool, span: &Range<usize>) -> Result<(), Trouble> {
    if anchor > 0 {
        return Err(refused(span.clone(), "锚点（&）"));
    }
    if tag {
        return Err(refused(span.clone(), "标签（!）"));
    }
    Ok(())
}

fn refused(span: Range<usize>, what: &str) -> Trouble {
    Trouble::new(span, format!("这里用了 YAML 的{what}，公开条目不需要它，也不接受它"))
        .hint("如果它是内容的一部分，给内容加上英文双引号；否则删去")
}

//! Every text of an item or a column that a reader of the portal will see, with its place.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use serde_json::Value;

use crate::diag::Place;
use crate::disclosure::{Item, PersonalData, SecrecySign, personal_data, secrecy_signs};
use crate::gate::{Disclosed, DisclosedColumn};
use crate::tree::FieldPath;
use crate::world::SitePath;

/// What has texts that a reader will see.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'d> {
    /// An item.
    Item(&'d Disclosed),
    /// A column's title, description and body.
    Column(&'d DisclosedColumn),
}

impl Subject<'_> {
    fn path(&self) -> &SitePath {
        match self {
            Self::Item(disclosed) => disclosed.path(),
            Self::Column(column) => column.path(),
        }
    }

    /// The Markdown of its body.
    pub(super) fn body(&self) -> &str {
        match self {
            Self::Item(disclosed) => disclosed.body(),
            Self::Column(column) => column.body(),
        }
    }

    /// The place of some bytes of its body.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        match self {
            Self::Item(disclosed) => disclosed.place(range),
            Self::Column(column) => column.place(range),
        }
    }
}

/// A text and where it stands.
pub struct Text<'d> {
    subject: Subject<'d>,
    /// `None` for the body.
    field: Option<FieldPath>,
    /// The text.
    pub text: Cow<'d, str>,
    // Several rules look for these, and to look through a text takes longer than all else.
    personal: OnceCell<Vec<PersonalData>>,
    secrecy: OnceCell<Vec<SecrecySign>>,
}

impl<'d> Text<'d> {
    fn new(
        subject: Subject<'d>,
        field: Option<FieldPath>,
        text: impl Into<Cow<'d, str>>,
    ) -> Self {
        let (personal, secrecy) = (OnceCell::new(), OnceCell::new());
        Self { subject, field, text: text.into(), personal, secrecy }
    }

    /// The personal data in it.
    pub(super) fn personal_data(&self) -> &[PersonalData] {
        self.personal.get_or_init(|| personal_data(&self.text))
    }

    /// The signs of secrecy in it.
    pub(super) fn secrecy_signs(&self) -> &[SecrecySign] {
        self.secrecy.get_or_init(|| secrecy_signs(&self.text))
    }

    /// The place of some bytes of the text: the bytes of a body, the whole of a field, as
    /// quotes and escapes part the text of a field from what stands in the file.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Place {
        match &self.field {
            Some(field) => Place::deep(self.subject.path(), field.clone()),
            None => self.subject.place(range),
        }
    }
}

/// All texts of an item (body, common fields, fields of its kind) or of a column.
pub(super) fn texts<'d>(subject: &'d Subject<'d>) -> Vec<Text<'d>> {
    let mut fields = Vec::new();
    match subject {
        Subject::Item(disclosed) => {
            common(disclosed.item(), &mut fields);
            let own =
                serde_json::to_value(disclosed.fields()).expect("plain data serialises");
            walk(own, FieldPath::default(), &mut fields);
        }
        Subject::Column(column) => column_fields(column, &mut fields),
    }
    let body = Text::new(*subject, None, subject.body());
    let mut texts = vec![body];
    texts.extend(
        fields.into_iter().map(|(field, text)| Text::new(*subject, Some(field), text)),
    );
    texts
}

fn column_fields(column: &DisclosedColumn, fields: &mut Fields) {
    let Some(section) = column.section() else { return };
    let single = [("title", &section.title), ("description", &section.description)];
    for (name, text) in single {
        fields.extend(text.iter().map(|text| (FieldPath::key(name), text.clone())));
    }
    for (name, value) in &section.extra {
        walk(value.clone(), FieldPath::key("extra").then(name), fields);
    }
}

type Fields = Vec<(FieldPath, String)>;

fn common(item: &Item, fields: &mut Fields) {
    let single = [
        ("title", &item.title),
        ("description", &item.description),
        ("signatory", &item.signatory),
        ("scope", &item.scope),
    ];
    for (name, text) in single {
        fields.extend(text.iter().map(|text| (FieldPath::key(name), text.clone())));
    }
    let many = [
        ("issuer", &item.issuer),
        ("addressees", &item.addressees),
        ("keywords", &item.keywords),
        ("authors", &item.authors),
    ];
    for (name, texts) in many {
        fields.extend(numbered(name, texts.iter().cloned()));
    }
    fields.extend(numbered("basis", item.basis.iter().map(ToString::to_string)));
    for (index, change) in item.changes.iter().enumerate() {
        let field = FieldPath::key("changes").index(index).then("note");
        fields.push((field, change.note.clone()));
    }
    for (index, attachment) in item.attachments.iter().enumerate() {
        let field = FieldPath::key("attachments").index(index);
        fields.push((field.clone(), attachment.file.clone()));
        let label = attachment.label.iter().cloned();
        fields.extend(label.map(|label| (field.clone().then("label"), label)));
    }
    for (name, value) in &item.extra {
        walk(value.clone(), FieldPath::key("extra").then(name), fields);
    }
}

fn numbered(
    name: &str,
    texts: impl Iterator<Item = String>,
) -> impl Iterator<Item = (FieldPath, String)> {
    texts.enumerate().map(move |(index, text)| (FieldPath::key(name).index(index), text))
}

/// The texts within a value, by the keys and indices that lead there.
fn walk(value: Value, field: FieldPath, fields: &mut Fields) {
    match value {
        Value::String(text) => fields.push((field, text)),
        Value::Array(values) => {
            for (index, value) in values.into_iter().enumerate() {
                walk(value, field.clone().index(index), fields);
            }
        }
        Value::Object(map) => {
            for (name, value) in map {
                walk(value, field.clone().then(&name), fields);
            }
        }
        Value::Number(number) => fields.push((field, number.to_string())),
        Value::Null | Value::Bool(_) => {}
    }
}
